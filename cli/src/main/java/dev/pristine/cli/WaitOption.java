package dev.pristine.cli;

import dev.pristine.SettingsException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How long to wait for what others hold. */
final class WaitOption {

  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "1m",
      description =
          "How long to wait for what others hold: 30s, 5m, 1h, or 0. A minute unless set.")
  private String text = "";

  /**
   * Returns how long.
   *
   * @throws SettingsException if it is not a time
   */
  Duration time() {
    String plain = text.trim().toLowerCase(Locale.ROOT);
    if (plain.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = TIME.matcher(plain);
    if (!matcher.matches()) {
      throw new SettingsException(
          "--wait takes a time such as 0, 500ms, 30s, 5m or 1h, but not [%s].".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
