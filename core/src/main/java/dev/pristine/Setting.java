package dev.pristine;

import dev.pristine.spi.ServerRequest.Storage;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One thing that can be set: its name, what it takes, and its default (empty for none). */
enum Setting {
  SERVER("embedded:postgresql", Setting::text),
  USER("", Setting::text),
  PASSWORD("", text -> text),
  PROJECT("", Setting::text),
  MIGRATIONS("classpath:db/migration", Setting::text),
  ISOLATION("rewind", text -> oneOf(Isolation.class, text)),
  CONNECTIONS("4", text -> whole(text, 1, 250)),
  CLONES("0", text -> whole(text, 0, 10_000)),
  VERIFY_EVERY("250", text -> whole(text, 0, 1_000_000_000)),
  SHOW_CHANGES("false", text -> oneOf(text, "true", "false")),
  IDS("exact", text -> oneOf(text, "exact", "free")),
  ACQUIRE_TIMEOUT("60s", Setting::duration),
  ROLE("test", text -> oneOf(text, "test", "admin")),
  KEEP("never", text -> oneOf(Settings.Keep.class, text)),
  KEEP_NUMBER("10", text -> whole(text, 0, 10_000)),
  KEEP_AGE("1d", Setting::duration),
  TEMPLATES("10", text -> whole(text, 1, 10_000)),
  FIXTURE_TEMPLATES("50", text -> whole(text, 1, 10_000)),
  TEMPLATE_AGE("30d", Setting::duration),
  URL_PROPERTY("", Setting::text),
  CACHE("", Setting::text),
  STORAGE("auto", text -> oneOf(Storage.class, text));

  static final String PREFIX = "pristine.";

  private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private final String defaultText;

  @SuppressWarnings("ImmutableEnumChecker") // Each is one of the functions below, without state.
  private final Function<String, Object> parser;

  Setting(String defaultText, Function<String, Object> parser) {
    this.defaultText = defaultText;
    this.parser = parser;
  }

  String propertyName() {
    return PREFIX + spell(this);
  }

  String environmentName() {
    return "PRISTINE_" + name();
  }

  String defaultText() {
    return defaultText;
  }

  /** Returns the value as it may be shown. */
  String printable(String text) {
    return switch (this) {
      case PASSWORD -> "…";
      case SERVER -> Engines.withoutPassword(text);
      default -> text;
    };
  }

  Object parse(SettingSources.Found found) {
    try {
      return parser.apply(found.text());
    } catch (Refused e) {
      throw new SettingsException(
          "The setting %s does not take the value [%s] (%s). It takes %s."
              .formatted(propertyName(), printable(found.text()), found.origin(), e.takes));
    }
  }

  static Setting named(String name, String origin) {
    return Arrays.stream(values())
        .filter(setting -> setting.propertyName().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, origin, Setting::propertyName));
  }

  static SettingsException unknown(String name, String origin, Function<Setting, String> spelling) {
    String nearest =
        Arrays.stream(values())
            .map(spelling)
            .min(Comparator.comparingInt(known -> distance(known, name)))
            .orElseThrow();
    String all = Arrays.stream(values()).map(spelling).collect(Collectors.joining(", "));
    return new SettingsException(
        "There is no setting [%s] (%s). Did you mean %s? All of them: %s."
            .formatted(name, origin, nearest, all));
  }

  /** Spells an enum constant as settings do: {@code PER_WORKER} as {@code per-worker}. */
  static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String text(String text) {
    if (text.isBlank()) {
      throw new Refused("a text that is not empty");
    }
    return text;
  }

  private static Integer whole(String text, int least, int most) {
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // Refused below, with what would have been right.
    }
    throw new Refused("a whole number from %d to %d".formatted(least, most));
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    E[] constants = type.getEnumConstants();
    String[] spellings = Arrays.stream(constants).map(Setting::spell).toArray(String[]::new);
    String spelling = oneOf(text, spellings);
    return constants[Arrays.asList(spellings).indexOf(spelling)];
  }

  private static String oneOf(String text, String... spellings) {
    String plain = text.trim().toLowerCase(Locale.ROOT);
    if (!Arrays.asList(spellings).contains(plain)) {
      throw new Refused("one of " + String.join(", ", spellings));
    }
    return plain;
  }

  private static Duration duration(String text) {
    String plain = text.trim().toLowerCase(Locale.ROOT);
    Matcher matcher = SHORT_DURATION.matcher(plain);
    try {
      Duration duration =
          matcher.matches()
              ? Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)))
              : Duration.parse(plain);
      if (duration.compareTo(Duration.ZERO) > 0) {
        return duration;
      }
    } catch (DateTimeParseException ignored) {
      // Refused below, with what would have been right.
    }
    throw new Refused("a time longer than none, such as 500ms, 90s, 2m, 12h, 7d or PT2M");
  }

  private static ChronoUnit unit(String unit) {
    return switch (unit) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  /** Counts the letters to change, add or take away (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  /** A value that a setting does not take. */
  private static final class Refused extends RuntimeException {
    private final String takes;

    Refused(String takes) {
      super(takes);
      this.takes = takes;
    }
  }
}
