package dev.vecurrent.chat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The units of the GRU, h_t, each between -1 and 1, and those at the end of the turn before.
 *
 * @param now {@code [H]}
 * @param before {@code [H]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Memory(float[] now, float[] before) {

  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final String MOVES = "·░▒▓█";
  private static final int COLUMNS = 32;
  private static final int CHECKSUM = 4;

  /** The memory in two snapshots. */
  static Memory of(byte[] now, byte[] before, int stateBytes) {
    return new Memory(units(now, stateBytes), units(before, stateBytes));
  }

  /** A snapshot ends with the states, little-endian, and a checksum; an empty one has no states. */
  private static float[] units(byte[] snapshot, int stateBytes) {
    float[] units = new float[stateBytes / Float.BYTES];
    int from = snapshot.length - CHECKSUM - stateBytes;
    if (from > 0 && snapshot[from - 1] == 1) { // the sequence has begun
      ByteBuffer states = ByteBuffer.wrap(snapshot, from, stateBytes);
      states.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(units);
    }
    return units;
  }

  /** Two pictures side by side: where the units stand, and how far the last turn moved them. */
  String picture() {
    int far = 0;
    StringBuilder picture = new StringBuilder();
    for (int row = 0; row < now.length; row += COLUMNS) {
      StringBuilder moves = new StringBuilder("   ");
      picture.append('\n');
      for (int i = row; i < Math.min(row + COLUMNS, now.length); i++) {
        float moved = Math.abs(now[i] - before[i]); // 0 to 2
        picture.append(shade(LEVELS, (now[i] + 1) / 2));
        moves.append(shade(MOVES, moved));
        far += moved > 0.5f ? 1 : 0;
      }
      picture.append(moves);
    }
    return "%,d bytes: %d units, ▁ -1 to █ 1 | moved by the last turn, · 0 to █ 1: %d by over 0.5%s"
        .formatted(now.length * Float.BYTES, now.length, far, picture);
  }

  private static char shade(String shades, float share) {
    return shades.charAt(Math.clamp((int) (share * shades.length()), 0, shades.length() - 1));
  }
}
