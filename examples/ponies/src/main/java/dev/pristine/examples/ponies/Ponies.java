package dev.pristine.examples.ponies;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** All ponies that there are. Every call commits. */
final class Ponies {

  private final DataSource database;

  Ponies(DataSource database) {
    this.database = database;
  }

  void add(String name, int height) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into ponies (name, height) values (?, ?)")) {
      insert.setString(1, name);
      insert.setInt(2, height);
      insert.executeUpdate();
    }
  }

  void rename(String name, String newName) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement("update ponies set name = ? where name = ?")) {
      update.setString(1, newName);
      update.setString(2, name);
      update.executeUpdate();
    }
  }

  void remove(String name) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("delete from ponies where name = ?")) {
      delete.setString(1, name);
      delete.executeUpdate();
    }
  }

  void removeAll() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement("delete from ponies")) {
      delete.executeUpdate();
    }
  }

  void ride(String name, String rider) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into rides select id, ? from ponies where name = ?")) {
      insert.setString(1, rider);
      insert.setString(2, name);
      insert.executeUpdate();
    }
  }

  List<String> ridersOf(String name) throws SQLException {
    return texts(
        "select rider from rides join ponies on id = pony where name = ? order by rider", name);
  }

  int count() throws SQLException {
    return Integer.parseInt(texts("select count(*) from ponies").get(0));
  }

  List<String> byName() throws SQLException {
    return texts("select name from ponies order by name");
  }

  List<String> byHeight() throws SQLException {
    return texts("select name from ponies order by height desc, name");
  }

  /** Runs a race of up to 10,000 laps, which the database works out; the fastest is the first. */
  List<String> race(int laps) throws SQLException {
    return texts(
        """
        with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < 99)
        select name
        from ponies cross join numbers as hundreds cross join numbers as ones
        where hundreds.n * 100 + ones.n < ?
        group by name
        order by sum(((hundreds.n * 100 + ones.n) * 31 + height) * height % 1009), name
        """,
        laps);
  }

  private List<String> texts(String query, Object... arguments) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        select.setObject(i + 1, arguments[i]);
      }
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }
}
