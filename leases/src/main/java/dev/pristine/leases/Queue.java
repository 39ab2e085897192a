package dev.pristine.leases;

import java.sql.SQLException;

/** The rows of those who wait. */
final class Queue {

  private static final String LEAVE_WANTS = "DELETE FROM want WHERE ticket = ?";
  private static final String LEAVE = "DELETE FROM waiter WHERE ticket = ?";

  private Queue() {}

  /** Lets somebody wait, and returns his ticket. */
  static long enter(Session session, Applicant applicant) throws SQLException {
    long ticket =
        session.number(
            "INSERT INTO waiter (owner, test, since, expires, lease_time) VALUES (?, ?, ?, ?, ?)"
                + " RETURNING ticket",
            applicant.owner(),
            applicant.test(),
            session.now(),
            session.now() + applicant.leaseTime(),
            applicant.leaseTime());
    int position = 0;
    for (Requirement want : applicant.wants()) {
      session.later(
          "INSERT INTO want (ticket, position, kind, pool, requirement) VALUES (?, ?, ?, ?, ?)",
          ticket,
          position++,
          want.kind().word(),
          want.pool(),
          want.toJson());
    }
    return ticket;
  }

  /** Changes what somebody waits for, if he still does: his source knows of others now. */
  static boolean change(Session session, long ticket, int position, Requirement want)
      throws SQLException {
    return session.update(
            "UPDATE want SET requirement = ? WHERE ticket = ? AND position = ?",
            want.toJson(),
            ticket,
            position)
        > 0;
  }

  /** Ends somebody's waiting. */
  static void leave(Session session, long ticket) throws SQLException {
    session.update(LEAVE_WANTS, ticket);
    session.update(LEAVE, ticket);
  }

  /** As {@link #leave}, where nobody looks at the queue any more in this transaction. */
  static void leaveLater(Session session, long ticket) {
    session.later(LEAVE_WANTS, ticket);
    session.later(LEAVE, ticket);
  }
}
