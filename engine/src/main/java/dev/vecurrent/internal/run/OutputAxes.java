package dev.vecurrent.internal.run;

/**
 * Which axes of an output are time and batch: those of the inputs that layers read as such. One
 * axis may be both, where a reshape made them one.
 *
 * @param time the axis of the time steps, {@link #NONE} or {@link #UNKNOWN}
 * @param batch the axis of the sequences, {@link #NONE} or {@link #UNKNOWN}
 */
public record OutputAxes(int time, int batch) {

  /** There is no such axis. */
  public static final int NONE = -1;

  /** It could not be followed to the output. */
  public static final int UNKNOWN = -2;
}
