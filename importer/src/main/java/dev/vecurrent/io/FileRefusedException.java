package dev.vecurrent.io;

import dev.vecurrent.internal.Printable;
import java.nio.file.Path;

/**
 * A file is not read because of what it is: a folder, a device, a pipe, or one that is too large.
 */
public final class FileRefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * A refusal.
   *
   * @param file the file
   * @param reason what it is and what to do
   */
  public FileRefusedException(Path file, String reason) {
    super(Printable.lineMessage(file + ": " + reason));
    this.reason = reason;
  }

  /** What the file is and what to do, without its name. */
  public String reason() {
    return reason;
  }
}
