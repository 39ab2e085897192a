package dev.pristine.junit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What sample tests do with their database: every call commits. */
record Notes(DataSource database) {

  void write(int id, String text) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement("insert into note values (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, text);
      insert.executeUpdate();
    }
  }

  List<String> all() throws SQLException {
    return strings("select text from note order by id");
  }

  String nextTicket() throws SQLException {
    return strings("select nextval('ticket')").get(0);
  }

  List<String> strings(String query) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return strings(connection, query);
    }
  }

  static List<String> strings(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> strings = new ArrayList<>();
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
      return strings;
    }
  }
}
