package dev.pristine.cli.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A shell that outlives this process, if that is killed, long enough to kill a command with all
 * that it started: others get at once what the command was to have alone. Where there is no shell
 * there is no guard.
 */
final class Guard implements AutoCloseable {

  /**
   * It reads the id of the command, and then a line that comes only if this process ends in order.
   * What is to be killed is stopped first, so that it starts nothing more. Linux tells children
   * without another program's having to be started, which would give them time.
   */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP QUIT
      read -r command || exit 0
      read -r ended && exit 0
      tree() {
        echo "$1"
        if [ -r "/proc/$1/task/$1/children" ]; then
          children=
          for list in /proc/"$1"/task/*/children; do
            read -r some <"$list"
            children="$children $some"
          done
        else
          children=$(ps -A -o pid= -o ppid= 2>/dev/null | while read -r child parent; do
            [ "$parent" != "$1" ] || echo "$child"
          done)
        fi
        for child in $children; do tree "$child"; done
      }
      kill -s STOP $(tree "$command")
      kill -s KILL $(tree "$command")
      """;

  private final @Nullable Process shell;

  private Guard(@Nullable Process shell) {
    this.shell = shell;
  }

  static Guard start() {
    try {
      return new Guard(
          new ProcessBuilder("sh", "-c", SCRIPT, "pristine-guard")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      return new Guard(null);
    }
  }

  void watch(Process command) {
    tell(Long.toString(command.pid()));
  }

  private void tell(String line) {
    if (shell != null) {
      try {
        OutputStream out = shell.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        // It was killed itself: nobody guards the command then.
        shell.destroy();
      }
    }
  }

  /** Ends the guard: this process is in order. */
  @Override
  public void close() {
    tell("ended");
    if (shell != null) {
      shell.destroy();
    }
  }
}
