package dev.vecurrent.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens pipes, which wait until somebody opens the other end; for ever, where nobody does. */
final class Pipes {

  private static final long MOST_SECONDS = 5;

  private Pipes() {}

  /**
   * Opens a pipe or a device.
   *
   * @throws FileRefusedException if nobody opens the other end
   * @throws IOException if it cannot be opened
   */
  static FileChannel open(Path path, OpenOption option) throws IOException {
    FutureTask<FileChannel> task = new FutureTask<>(() -> FileChannel.open(path, option));
    Thread.ofPlatform().daemon().name("vecurrent-open").start(task);
    try {
      return task.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new FileRefusedException(
          path,
          "is a pipe of which nobody opens the other end: start the program that does so first");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(path + ": cannot be opened", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException ended =
          new InterruptedIOException(path + ": interrupted while it was opened");
      ended.initCause(e);
      throw ended;
    }
  }
}
