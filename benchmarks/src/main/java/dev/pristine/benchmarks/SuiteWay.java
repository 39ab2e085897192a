package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the tests of a suite are kept apart. */
enum SuiteWay {
  /** Pristine with its usual pool. */
  PRISTINE_REWIND,
  /** Pristine with one copy for each worker. */
  PRISTINE_REWIND_ONE,
  /** Pristine with a new copy for each test. */
  PRISTINE_CLONE,
  /** A database for each worker that nothing is done about: nothing can be faster. */
  NEVER_RESET,
  /** What the suites' team did. */
  CREATE_AND_DROP;

  Adapter open(Setup setup, Suite suite) throws Exception {
    return switch (this) {
      case PRISTINE_REWIND -> new PristineAdapter(setup, Isolation.REWIND, 0);
      case PRISTINE_REWIND_ONE -> new PristineAdapter(setup, Isolation.REWIND, setup.threads());
      case PRISTINE_CLONE -> new PristineAdapter(setup, Isolation.CLONE, 0);
      case NEVER_RESET -> new DatabasePerWorker(setup, "kept", "never reset", Cleanings.NOTHING);
      case CREATE_AND_DROP -> new CreateAndDrop(setup, suite);
    };
  }

  String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads what {@link #spelling()} writes. */
  static final class Spelling implements ITypeConverter<SuiteWay> {
    @Override
    public SuiteWay convert(String value) {
      return Arrays.stream(values())
          .filter(way -> way.spelling().equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no [%s], but: %s"
                          .formatted(
                              value, Arrays.stream(values()).map(SuiteWay::spelling).toList())));
    }
  }
}
