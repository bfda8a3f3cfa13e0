package dev.vecurrent.vad;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;

/** One sample of linear PCM as a number from -1 to 1. */
interface PcmDecoder {

  /** The sample whose first byte is at a place. */
  double sample(ByteBuffer bytes, int at);

  /**
   * The decoder of a format, whose bytes are in the buffer's order.
   *
   * @throws IOException if there is none, says which format was found
   */
  static PcmDecoder of(AudioFormat format) throws IOException {
    int channels = format.getChannels();
    int bytes = channels > 0 ? format.getFrameSize() / channels : 0;
    Encoding encoding = format.getEncoding();
    if (encoding.equals(Encoding.PCM_SIGNED)) {
      switch (bytes) {
        case 1 -> {
          return (buffer, at) -> buffer.get(at) / 128.0;
        }
        case 2 -> {
          return (buffer, at) -> buffer.getShort(at) / 32_768.0;
        }
        case 3 -> {
          return (buffer, at) -> int24(buffer, at) / 8_388_608.0;
        }
        case 4 -> {
          return (buffer, at) -> buffer.getInt(at) / 2_147_483_648.0;
        }
        default -> {}
      }
    } else if (encoding.equals(Encoding.PCM_UNSIGNED) && bytes == 1) {
      return (buffer, at) -> ((buffer.get(at) & 0xff) - 128) / 128.0;
    } else if (encoding.equals(Encoding.PCM_FLOAT) && bytes == 4) {
      return ByteBuffer::getFloat;
    } else if (encoding.equals(Encoding.PCM_FLOAT) && bytes == 8) {
      return ByteBuffer::getDouble;
    }
    throw new IOException(
        "expected PCM of 8, 16, 24 or 32 bits, 32- or 64-bit float, A-law or mu-law, found "
            + format);
  }

  private static int int24(ByteBuffer buffer, int at) {
    boolean little = buffer.order() == ByteOrder.LITTLE_ENDIAN;
    int high = buffer.get(little ? at + 2 : at);
    int middle = buffer.get(at + 1) & 0xff;
    int low = buffer.get(little ? at : at + 2) & 0xff;
    return high << 16 | middle << 8 | low;
  }
}
