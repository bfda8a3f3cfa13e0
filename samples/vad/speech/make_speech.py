"""Makes the test's speech again: espeak-ng (Debian: espeak-ng, python3-numpy), mono, 16 kHz.

    /usr/bin/python3 make_speech.py ../src/test/resources/dev/vecurrent/vad/speech.wav

Two sentences between pauses, in faint seeded noise, 4.5 seconds or so.
"""
import subprocess
import sys
import tempfile
import wave

import numpy as np

RATE = 16000


def say(text):
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "180", "-w", file.name, text], check=True)
        with wave.open(file.name) as wav:
            assert wav.getnchannels() == 1 and wav.getsampwidth() == 2
            rate = wav.getframerate()
            samples = np.frombuffer(wav.readframes(wav.getnframes()), "<i2") / 32768
    # Windowed sinc at each output's time.
    cutoff = 0.92 * min(1, RATE / rate)
    half = 48
    at = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
    base = np.floor(at).astype(int)
    padded = np.pad(samples, half)
    out = np.zeros(len(at))
    for k in range(-half + 1, half + 1):
        distance = base + k - at
        window = np.cos(np.pi / 2 * np.clip(distance / half, -1, 1)) ** 2
        out += cutoff * np.sinc(cutoff * distance) * window * padded[base + k + half]
    return 0.35 * out / np.abs(out).max()


def pause(seconds):
    return np.zeros(int(seconds * RATE))


speech = np.concatenate([
    pause(0.5), say("A network hears speech."), pause(0.7), say("Then it is quiet."), pause(0.5)])
speech += np.random.default_rng(4).normal(0, 0.0005, len(speech))
with wave.open(sys.argv[1], "wb") as wav:
    wav.setnchannels(1)
    wav.setsampwidth(2)
    wav.setframerate(RATE)
    wav.writeframes(np.round(speech * 32767).astype("<i2").tobytes())
print(f"{len(speech) / RATE:.2f} s")
