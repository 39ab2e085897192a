package dev.pristine.examples.ponies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pristine.junit.PristineDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@PristineDatabase(migrations = "classpath:ponies")
class HerdTests {

  private final Ponies ponies;

  HerdTests(DataSource database) {
    ponies = new Ponies(database);
  }

  @AfterEach
  void emptyTheTable() throws SQLException {
    ponies.removeAll();
  }

  @Test
  void aHerdIsAsLargeAsItsPonies() throws SQLException {
    ponies.add("Spirit", 142);
    for (int number = 1; number <= 20; number++) {
      ponies.add("Foal " + number, 60 + number);
    }

    assertEquals(21, ponies.count());
  }

  @Test
  void theLeaderIsTheTallest() throws SQLException {
    ponies.add("Foal", 60);
    ponies.add("Spirit", 148);
    ponies.add("Rain", 138);

    assertEquals("Spirit", ponies.byHeight().get(0));
  }

  @Test
  void theHerdRunsTogether() throws SQLException {
    ponies.add("Spirit", 142);
    for (int number = 1; number <= 5; number++) {
      ponies.add("Foal " + number, 60 + number);
    }

    assertEquals(6, ponies.race(1_000).size());
  }

  @Test
  void anEmptyTableHasNoPonies() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.removeAll();

    assertEquals(List.of(), ponies.byName());
  }
}
