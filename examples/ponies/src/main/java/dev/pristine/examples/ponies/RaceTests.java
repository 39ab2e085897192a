package dev.pristine.examples.ponies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pristine.junit.PristineDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@PristineDatabase(migrations = "classpath:ponies")
class RaceTests {

  private final Ponies ponies;

  RaceTests(DataSource database) {
    ponies = new Ponies(database);
  }

  @AfterEach
  void emptyTheTable() throws SQLException {
    ponies.removeAll();
  }

  private static final int LAPS = 3_000;

  @Test
  void aloneSpiritWins() throws SQLException {
    ponies.add("Spirit", 142);

    assertEquals(List.of("Spirit"), ponies.race(LAPS));
  }

  @Test
  void everyPonyArrives() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Rain", 138);
    ponies.add("Comet", 121);

    assertEquals(3, ponies.race(LAPS).size());
  }

  @Test
  void theSameRaceHasTheSameEnd() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Comet", 121);

    assertEquals(ponies.race(LAPS), ponies.race(LAPS));
  }

  @Test
  void whoLeavesDoesNotRun() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Rain", 138);
    ponies.remove("Rain");

    assertEquals(List.of("Spirit"), ponies.race(LAPS));
  }
}
