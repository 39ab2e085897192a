package dev.pristine.examples.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Who may order. */
record Customers(DataSource database) {

  record Customer(int id, String email, String name) {
    static Customer read(ResultSet row) throws SQLException {
      return new Customer(row.getInt("id"), row.getString("email"), row.getString("name"));
    }
  }

  /** Registers a customer and returns the id. */
  int register(String email, String name) {
    return Transaction.on(
        database,
        transaction ->
            transaction.one(
                row -> row.getInt(1),
                "insert into customers (email, name) values (?, ?) returning id",
                email,
                name));
  }

  /** Adds an address to send parcels to, and returns its id. */
  int addAddress(int customer, String street, String city, String country) {
    return Transaction.on(
        database,
        transaction ->
            transaction.one(
                row -> row.getInt(1),
                "insert into addresses (customer, street, city, country) values (?, ?, ?, ?) returning id",
                customer,
                street,
                city,
                country));
  }

  Optional<Customer> find(String email) {
    return Transaction.on(
        database,
        transaction ->
            transaction.find(Customer::read, "select * from customers where email = ?", email));
  }

  List<Customer> all() {
    return Transaction.on(
        database,
        transaction -> transaction.list(Customer::read, "select * from customers order by id"));
  }

  /** Forgets a customer, who must not have ordered anything. */
  void forget(int customer) {
    Transaction.on(
        database,
        transaction -> transaction.execute("delete from customers where id = ?", customer));
  }

  int addressesOf(int customer) {
    return Transaction.on(
        database,
        transaction ->
            transaction.one(
                row -> row.getInt(1),
                "select count(*) from addresses where customer = ?",
                customer));
  }
}
