package dev.pristine.examples.ponies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pristine.junit.PristineDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@PristineDatabase(migrations = "classpath:ponies")
class RidingTests {

  private final Ponies ponies;

  RidingTests(DataSource database) {
    ponies = new Ponies(database);
  }

  @AfterEach
  void emptyTheTable() throws SQLException {
    ponies.removeAll();
  }

  @Test
  void nobodyRidesANewPony() throws SQLException {
    ponies.add("Spirit", 142);

    assertEquals(List.of(), ponies.ridersOf("Spirit"));
  }

  @Test
  void severalMayRideOnePony() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.ride("Spirit", "Lucky");
    ponies.ride("Spirit", "Abigail");

    assertEquals(List.of("Abigail", "Lucky"), ponies.ridersOf("Spirit"));
  }

  @Test
  void ridersStayWhenThePonyIsRenamed() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.ride("Spirit", "Lucky");
    ponies.rename("Spirit", "Ghost");

    assertEquals(List.of("Lucky"), ponies.ridersOf("Ghost"));
  }

  @Test
  void ridesEndWithThePony() throws SQLException {
    ponies.add("Spirit", 142);
    ponies.ride("Spirit", "Lucky");
    ponies.remove("Spirit");
    ponies.add("Spirit", 140);

    assertEquals(List.of(), ponies.ridersOf("Spirit"));
  }
}
