package dev.vecurrent.limit;

/**
 * A snapshot of states that cannot be restored: it is damaged or no snapshot, of another version of
 * the format, or of another model or batch. Nothing has changed.
 */
public final class SnapshotRefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /**
   * Refuses.
   *
   * @param why what was expected and found
   */
  public SnapshotRefusedException(String why) {
    super("snapshot refused: " + why);
  }
}
