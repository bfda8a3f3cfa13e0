package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.state.CarriedStates;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** A session whose states go on from call to call, a place for each sequence. */
record CarryingSession(RecurrentSession session, StateTable table) implements RecurrentSession {

  static CarryingSession of(
      RecurrentLayer layer, RecurrentSession session, ElementType type, int batch) {
    StateTable table = new StateTable(batch);
    session.carry(
        new CarriedStates(
            table,
            table.column("h", type),
            layer.hasCellStates() ? table.column("c", type) : null));
    return new CarryingSession(session, table);
  }

  /** Of floats, in one thread. */
  static CarryingSession of(RecurrentLayer layer, int batch) {
    return of(layer, layer.newSession(), ElementType.FLOAT32, batch);
  }

  @Override
  public void begin(
      Tensor x,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      @Nullable Tensor sequenceLens,
      @Nullable Tensor initialH,
      @Nullable Tensor initialC,
      @Nullable Tensor y,
      @Nullable Tensor yH,
      @Nullable Tensor yC) {
    session.begin(x, w, r, b, p, sequenceLens, initialH, initialC, y, yH, yC);
  }

  @Override
  public void execute() {
    session.execute();
    table.commit();
  }

  @Override
  public long bytes() {
    return session.bytes();
  }

  @Override
  public void carry(CarriedStates states) {
    session.carry(states);
  }

  void reset() {
    table.resetAll();
  }
}
