package dev.pristine.enginetests;

import dev.pristine.enginetests.Workload.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a test may do, in an engine's own words: {@code %d} stands for any small number.
 *
 * @param rows writes and reads rows
 * @param transactions begins and ends transactions
 * @param session changes the session
 * @param upkeep changes nothing that anybody reads
 * @param schema changes the schema
 */
public record RandomSteps(
    List<String> rows,
    List<String> transactions,
    List<String> session,
    List<String> upkeep,
    List<String> schema) {

  private static final int MOST_STEPS = 40;

  /** Makes up a workload. Most change rows only, for those are to be rewound. */
  public Workload next(Random random) {
    int chanceOfUpkeep = random.nextInt(3) == 0 ? 8 : 0;
    int chanceOfSchema = random.nextInt(4) == 0 ? 10 : 0;
    List<Step> steps = new ArrayList<>();
    int length = 1 + random.nextInt(MOST_STEPS);
    int sessions = 1 + random.nextInt(Workload.SESSIONS);
    while (steps.size() < length) {
      int number = random.nextInt(sessions);
      steps.add(new Step(number, filled(form(random, chanceOfUpkeep, chanceOfSchema), random)));
    }
    return new Workload(steps);
  }

  private String form(Random random, int chanceOfUpkeep, int chanceOfSchema) {
    int kind = random.nextInt(100);
    if (kind < chanceOfSchema) {
      return oneOf(schema, random);
    }
    int rest = kind - chanceOfSchema;
    if (rest < chanceOfUpkeep) {
      return oneOf(upkeep, random);
    }
    if (rest < chanceOfUpkeep + 8) {
      return oneOf(session, random);
    }
    return oneOf(rest < chanceOfUpkeep + 30 ? transactions : rows, random);
  }

  private static String filled(String form, Random random) {
    String filled = form;
    while (filled.contains("%d")) {
      filled = filled.replaceFirst("%d", Integer.toString(1 + random.nextInt(25)));
    }
    return filled;
  }

  private static String oneOf(List<String> forms, Random random) {
    return forms.get(random.nextInt(forms.size()));
  }
}
