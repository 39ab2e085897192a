package dev.pristine.enginetests;

import dev.pristine.Settings;
import java.util.List;
import java.util.Map;

/**
 * An engine, as the contract suite needs to know it.
 *
 * @param settings the settings, by name, that lead to its server; the suite runs some tests in
 *     processes of their own and gives them these as system properties, with others that are no
 *     settings but of use there
 * @param schema the statements that make a table {@code ponies} of {@code id} (a number that the
 *     database gives, from 1) and {@code name} (unique), holding one row {@code Seed}
 */
public record EngineUnderTest(Map<String, String> settings, List<String> schema) {

  private static final String SETTING = "pristine.";

  /** Copies both, and plants a fault while it is to be there. */
  public EngineUnderTest {
    settings = Map.copyOf(Fault.plantedInto(settings));
    schema = List.copyOf(schema);
  }

  /** Returns the settings, with others added or put in their place. */
  public Settings settingsWith(Map<String, String> others) {
    Settings.Builder builder = Settings.builder();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(SETTING)) {
            builder.set(name, value);
          }
        });
    others.forEach(builder::set);
    return builder.build();
  }
}
