"""Writes what the sample needs of a trained poet: the model, its vocabulary, and what it and its tests compare with.

usage: write.py FOLDER_OF_CHINESE_POETRY SAMPLE_FOLDER CHECKPOINT   (the files of a checkpoint, while a training goes on)
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import lecture  # noqa: E402
import torch  # noqa: E402

COMMITTED = 500  # held-back poems that the sample has
COMPARED, READ = 8, 26  # rows whose last logits are compared, and the tokens of each


def everything(model, coder, sample, held, famous, log):
    """Figures are of the rounded weights, which are those of the file."""
    import poems
    import train

    lecture.round_to_half(model)
    main = sample / "src/main/resources/dev/vecurrent/poem"
    test = sample / "src/test/resources/dev/vecurrent/poem"
    shape = {0: "batch", 1: "time"}
    example = torch.zeros(1, 5, dtype=torch.int64)
    size = lecture.export(model, example, main / "poem.onnx", ["tokens"], ["logits"], {"tokens": shape, "logits": shape})
    lecture.write_lines(main / "vocab.txt", coder.tokens)

    def rows(some):
        return [coder.row(piece) for poem in some for piece in poems.pieces(poem)]

    def report(name, some):
        log(f"{name}: {train.figures(model, coder, some)}")

    report("held back", rows(held))
    for form in poems.FORMS:
        report(f"held back, {form} characters a line", rows([poem for poem in held if poem[0] == form]))
    report("held back, known characters only", [row for row in rows(held) if 1 not in row])
    report(f"held back, the first {COMMITTED} poems", rows(held[:COMMITTED]))
    report("famous", rows(famous))
    model.eval()
    for form, starts in [(5, "锄汗"), (5, "汗"), (5, "床疑举低"), (5, "春处夜花"), (5, "白黄欲更"), (7, "朝千两轻"), (5, "深度学习")]:
        log(f"{starts}: {train.recall(model, coder, form, starts)}")

    committed = [coder.row(piece) for poem in held[:COMMITTED] for piece in poems.pieces(poem)]
    lecture.write_lines(main / "held-back.txt", ["".join(coder.tokens[token] for token in row) for row in committed])
    tokens = torch.tensor([row[:READ] for row in committed if len(row) >= READ][:COMPARED])
    with torch.no_grad():
        logits = model(tokens)[:, -1]
    lecture.save_npy(test / "tokens.npy", tokens.numpy())
    lecture.save_npy(test / "pytorch-logits.npy", logits.numpy())
    log(f"{size:,} bytes of poem.onnx")


def main():
    import train

    data, sample, checkpoint = map(Path, sys.argv[1:])
    log = lecture.Log("/dev/null")
    _, coder, held, famous = train.material(data, train.WEIGHT)
    model = train.Poet(len(coder.tokens))
    model.load_state_dict(torch.load(checkpoint)["model"])
    everything(model, coder, sample, held, famous, log)


if __name__ == "__main__":
    main()
