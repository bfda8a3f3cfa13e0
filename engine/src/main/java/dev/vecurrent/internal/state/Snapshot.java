package dev.vecurrent.internal.state;

import dev.vecurrent.limit.SnapshotRefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * States of some places as bytes, little-endian: magic, version, hash of the model, seed and calls
 * of its random numbers, number of places and of columns; for each column name, type and size; for
 * each place whether it has a state, and if so its columns; CRC-32C of all before it.
 */
public final class Snapshot {

  private static final long MAGIC = 0x5453544e45525543L; // "CURENTST"
  private static final int VERSION = 1;
  private static final int HASH = 32;
  private static final int HEADER = 8 + 4 + HASH + 8 + 8 + 4 + 4;
  private static final int CHECKSUM = 4;

  private final StateTable table;
  private final int[] places;
  private final byte[] hash;

  /**
   * Of some places of a table.
   *
   * @param hash of the model, 32 bytes
   */
  public Snapshot(StateTable table, int[] places, byte[] hash) {
    this.table = table;
    this.places = places.clone();
    this.hash = hash.clone();
  }

  /**
   * What random numbers go on from.
   *
   * @param seed of the session
   * @param calls how many calls have drawn
   */
  public record Randomness(long seed, long calls) {}

  /** The places' states as bytes. */
  public byte[] write(Randomness randomness) {
    int columnBytes = 0;
    for (StateColumn column : table.columns()) {
      columnBytes += 4 + name(column).length + 1 + 4;
    }
    long size = (long) HEADER + columnBytes + CHECKSUM;
    for (int place : places) {
      size += 1 + (table.isStarted(place) ? table.stateBytes() : 0);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).put(hash);
    bytes.putLong(randomness.seed()).putLong(randomness.calls());
    bytes.putInt(places.length).putInt(table.columns().size());
    for (StateColumn column : table.columns()) {
      byte[] name = name(column);
      bytes.putInt(name.length).put(name);
      bytes.put((byte) column.type().onnxNumber()).putInt(column.size());
    }
    for (int place : places) {
      bytes.put((byte) (table.isStarted(place) ? 1 : 0));
      for (StateColumn column : table.columns()) {
        if (table.isStarted(place)) {
          StateElements.write(column, column.halfAt(table.halfAt(place)), bytes);
        }
      }
    }
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return bytes.array();
  }

  private static byte[] name(StateColumn column) {
    return column.name().getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, count);
    return (int) sum.getValue();
  }

  /**
   * Gives the places the states of a snapshot. All is checked before anything changes.
   *
   * @throws SnapshotRefusedException if it is not one of this table, places and model
   */
  public Randomness read(byte[] snapshot) {
    if (snapshot.length < HEADER + CHECKSUM) {
      throw refused("at least " + (HEADER + CHECKSUM) + " bytes", snapshot.length + "");
    }
    ByteBuffer bytes = ByteBuffer.wrap(snapshot).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getLong() != MAGIC) {
      throw new SnapshotRefusedException("these bytes are no snapshot");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw refused("version " + VERSION + " of the format", version + "");
    }
    int end = snapshot.length - CHECKSUM;
    if (bytes.getInt(end) != checksum(snapshot, end)) {
      throw new SnapshotRefusedException("it is damaged: its checksum does not fit");
    }
    byte[] other = new byte[HASH];
    bytes.get(other);
    if (!Arrays.equals(other, hash)) {
      throw new SnapshotRefusedException("it is of another model");
    }
    Randomness randomness = new Randomness(bytes.getLong(), bytes.getLong());
    require("sequences", places.length, bytes.getInt());
    int[] sizes = readColumns(bytes);
    long stateBytes = 0;
    for (int i = 0; i < sizes.length; i++) {
      stateBytes += (long) sizes[i] * table.columns().get(i).type().bytes();
    }
    boolean isAnyStarted = checkPlaces(bytes, end, stateBytes);
    for (int i = 0; isAnyStarted && i < sizes.length; i++) {
      table.columns().get(i).fit(sizes[i]);
    }
    for (int place : places) {
      boolean isStarted = bytes.get() != 0;
      table.reset(place);
      for (int i = 0; isStarted && i < sizes.length; i++) {
        StateColumn column = table.columns().get(i);
        StateElements.read(column, column.halfAt(table.halfAt(place)), bytes);
      }
      if (isStarted) {
        table.start(place);
      }
    }
    return randomness;
  }

  /** The size of each column; those of a table that has run must be the same. */
  private int[] readColumns(ByteBuffer bytes) {
    require("states", table.columns().size(), bytes.getInt());
    int[] sizes = new int[table.columns().size()];
    for (int i = 0; i < sizes.length; i++) {
      StateColumn column = table.columns().get(i);
      byte[] name = name(column);
      require("bytes of a name", name.length, bytes.getInt());
      byte[] found = new byte[name.length];
      if (bytes.remaining() < name.length + 5) {
        throw new SnapshotRefusedException("it ends within the name of a state");
      }
      bytes.get(found);
      if (!Arrays.equals(name, found)) {
        throw refused("state " + column.name(), new String(found, StandardCharsets.UTF_8));
      }
      require("type of state " + column.name(), column.type().onnxNumber(), bytes.get());
      sizes[i] = bytes.getInt();
      if (column.size() > 0 || sizes[i] < 0) {
        require("elements of state " + column.name(), column.size(), sizes[i]);
      }
    }
    return sizes;
  }

  /**
   * Checks that the places' states fill the rest, without moving on.
   *
   * @return whether there is any: sizes that no bytes stand for are not believed
   */
  private boolean checkPlaces(ByteBuffer bytes, int end, long stateBytes) {
    long at = bytes.position();
    boolean isAnyStarted = false;
    for (int i = 0; i < places.length; i++) {
      if (at >= end) {
        throw new SnapshotRefusedException("it ends within the states");
      }
      boolean isStarted = bytes.get((int) at) != 0;
      isAnyStarted |= isStarted;
      at += 1 + (isStarted ? stateBytes : 0);
    }
    if (at != end) {
      throw refused(at + " bytes before the checksum", end + "");
    }
    return isAnyStarted;
  }

  private static void require(String what, int expected, int found) {
    if (expected != found) {
      throw refused(expected + " " + what, found + "");
    }
  }

  private static SnapshotRefusedException refused(String expected, String found) {
    return new SnapshotRefusedException("expected " + expected + ", found " + found);
  }
}
