package dev.pristine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a session when the process exits in order, by Ctrl-C for example, even if that happens
 * while the session is being opened: the server may have been started already then.
 */
final class AtExit {

  private static final Logger log = LoggerFactory.getLogger(AtExit.class);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CompletableFuture<Optional<Pristine>> opened = new CompletableFuture<>();
  private final Thread hook = new Thread(this::run, "pristine-exit");

  private AtExit() {}

  static AtExit register() {
    AtExit atExit = new AtExit();
    try {
      Runtime.getRuntime().addShutdownHook(atExit.hook);
    } catch (IllegalStateException e) {
      throw new PristineException("Cannot open a session: the process is about to exit.", e);
    }
    return atExit;
  }

  /** Tells what was opened; nothing if that failed. */
  void opened(Optional<Pristine> pristine) {
    opened.complete(pristine);
    if (pristine.isEmpty()) {
      forget();
    }
  }

  /** Has nothing to close any more. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.trace("Closing because the process exits", e);
    }
  }

  private void run() {
    try {
      opened.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).ifPresent(Pristine::close);
    } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
      log.debug("Could not close at exit", e);
    }
  }
}
