package dev.vecurrent;

import dev.vecurrent.internal.state.Snapshot;
import dev.vecurrent.internal.state.StateTable;

/** The states of a session, and what its random numbers go on from, to bytes and back. */
final class Snapshots {

  private final Session session;
  private final Snapshot states;

  /** Of some places of the table that a session carries. */
  Snapshots(Session session, StateTable table, int... places) {
    this.session = session;
    this.states = new Snapshot(table, places, session.model().hash());
  }

  byte[] write() {
    byte[][] made = new byte[1][];
    session.alone(() -> made[0] = states.write(session.randomness()));
    return made[0];
  }

  /**
   * Goes on from a snapshot.
   *
   * @throws dev.vecurrent.limit.SnapshotRefusedException if it is of something else; nothing has
   *     changed
   */
  void read(byte[] snapshot) {
    session.alone(() -> session.goOn(states.read(snapshot)));
  }

  /** As {@link #read}, but random numbers are left alone: others draw from them, too. */
  void readStates(byte[] snapshot) {
    session.alone(() -> states.read(snapshot));
  }
}
