package dev.pristine.examples.ponies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pristine.junit.PristineDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@PristineDatabase(migrations = "classpath:ponies")
class StableTests {

  private final Ponies ponies;

  StableTests(DataSource database) {
    ponies = new Ponies(database);
  }

  @AfterEach
  void emptyTheTable() throws SQLException {
    ponies.removeAll();
  }

  @Test
  void aNewPonyIsTheOnlyOne() throws SQLException {
    ponies.add("Spirit", 142);

    assertEquals(1, ponies.count());
  }

  @Test
  void everyPonyIsCounted() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Rain", 138);
    ponies.add("Comet", 121);

    assertEquals(3, ponies.count());
  }

  @Test
  void poniesStandInTheOrderOfTheirNames() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Comet", 121);
    ponies.add("Rain", 138);

    assertEquals(List.of("Comet", "Rain", "Spirit"), ponies.byName());
  }

  @Test
  void aPonyThatIsSoldIsGone() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Rain", 138);
    ponies.remove("Spirit");

    assertEquals(List.of("Rain"), ponies.byName());
  }
}
