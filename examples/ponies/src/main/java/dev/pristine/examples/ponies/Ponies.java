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
    return Integer.parseInt(texts("select count(*)::text from ponies").get(0));
  }

  List<String> byName() throws SQLException {
    return texts("select name from ponies order by name");
  }

  List<String> byHeight() throws SQLException {
    return texts("select name from ponies order by height desc, name");
  }

  /** Runs a race of many laps, which the database works out; the fastest is the first. */
  List<String> race(int laps) throws SQLException {
    return texts(
        """
        select name
        from ponies cross join generate_series(1, ?::integer) as lap
        group by name
        order by sum(length(replace(md5(name || lap), 'a', ''))), name
        """,
        Integer.toString(laps));
  }

  private List<String> texts(String query, String... arguments) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        select.setString(i + 1, arguments[i]);
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
