package dev.vecurrent.testing;

import java.io.IOException;
import java.util.Set;

/** How a call may end that was given a stranger's bytes: the one list of all harnesses. */
public final class Allowed {

  /** Typed exceptions of this library, but for those that say that it is at fault. */
  private static final Set<String> TYPES =
      Set.of(
          "dev.vecurrent.io.FileRefusedException",
          "dev.vecurrent.limit.CallEndedException",
          "dev.vecurrent.limit.LimitExceededException",
          "dev.vecurrent.spec.ModelRefusedException",
          "dev.vecurrent.onnx.MalformedModelException",
          "dev.vecurrent.onnx.LimitException");

  private static final int LONGEST_MESSAGE = 1 << 16;

  private Allowed() {}

  /**
   * Whether a call may end so: with an exception that this library made for it, and that says
   * something. An {@link IllegalArgumentException} that the JDK made says nothing to a user.
   */
  public static boolean is(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank() || message.length() > LONGEST_MESSAGE) {
      return false;
    }
    return TYPES.contains(thrown.getClass().getName())
        || (isPlain(thrown.getClass()) && isOurs(thrown));
  }

  private static boolean isPlain(Class<?> type) {
    return type == IllegalArgumentException.class || type == IOException.class;
  }

  private static boolean isOurs(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return frames.length > 0 && frames[0].getClassName().startsWith("dev.vecurrent.");
  }
}
