package dev.pristine.leases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a database. */
final class QuerySource implements Source {

  /** What is quoted or a cast stays as it is. */
  private static final Pattern PARTS =
      Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\n]*|::|:([A-Za-z_][A-Za-z_0-9]*)");

  private final String url;
  private final Properties properties = new Properties();
  private final String sql;
  private final List<String> parameters = new ArrayList<>();

  QuerySource(String url, @Nullable String user, @Nullable String password, String query) {
    this.url = url;
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    StringBuilder bound = new StringBuilder();
    Matcher part = PARTS.matcher(query);
    while (part.find()) {
      String name = part.group(1);
      if (name != null) {
        parameters.add(name);
      }
      part.appendReplacement(bound, name == null ? Matcher.quoteReplacement(part.group()) : "?");
    }
    this.sql = part.appendTail(bound).toString();
  }

  @Override
  public List<Resource> candidates(Requirement wanted) throws SQLException {
    try (Connection connection = Urls.connect(url, properties);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (String parameter : parameters) {
        String value = wanted.attributes().get(parameter);
        if (value == null) {
          throw new LeaseException(
              "The query of the pool ["
                  + wanted.pool()
                  + "] needs a value for [:"
                  + parameter
                  + "]: say with(\""
                  + parameter
                  + "\", …).");
        }
        statement.setString(index++, value);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return read(wanted.pool(), rows);
      }
    }
  }

  private static List<Resource> read(String pool, ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<Resource> found = new ArrayList<>();
    while (rows.next()) {
      Map<String, String> attributes = new TreeMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        String value = rows.getString(i);
        if (value != null) {
          attributes.put(columns.getColumnLabel(i), value);
        }
      }
      String name = rows.getString(1);
      if (name == null) {
        throw new LeaseException(
            "The query of the pool ["
                + pool
                + "] returned a row without a name: its first column ["
                + columns.getColumnLabel(1)
                + "] is NULL.");
      }
      found.add(Resource.of(name, attributes));
    }
    return found;
  }

  @Override
  public Set<String> matched() {
    return new TreeSet<>(parameters);
  }
}
