package dev.pristine.examples.ponies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pristine.junit.PristineDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@PristineDatabase(migrations = "classpath:ponies")
class PaddockTests {

  private final Ponies ponies;

  PaddockTests(DataSource database) {
    ponies = new Ponies(database);
  }

  @AfterEach
  void emptyTheTable() throws SQLException {
    ponies.removeAll();
  }

  @Test
  void theTallestComesFirst() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.add("Thumbelina", 55);
    ponies.add("Rain", 138);

    assertEquals(List.of("Spirit", "Rain", "Thumbelina"), ponies.byHeight());
  }

  @Test
  void aNameBelongsToOnePony() throws SQLException {
    ponies.add("Spirit", 142);

    SQLException refused = assertThrows(SQLException.class, () -> ponies.add("Spirit", 99));

    assertTrue(refused.toString().contains("name"), refused.toString());
    assertEquals(1, ponies.count());
  }

  @Test
  void aHorseIsNoPony() throws SQLException {
    ponies.add("Spirit", 142);

    SQLException refused = assertThrows(SQLException.class, () -> ponies.add("Bucephalus", 170));

    assertTrue(refused.toString().contains("height"), refused.toString());
    assertEquals(List.of("Spirit"), ponies.byName());
  }

  @Test
  void aPonyMayGetAnotherName() throws SQLException {
    ponies.add("Foal", 88);
    ponies.rename("Foal", "Spirit");

    assertEquals(List.of("Spirit"), ponies.byName());
  }
}
