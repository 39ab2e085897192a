package dev.pristine;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the copies of a template are handed to leases, and what becomes of them afterwards. */
interface Copies {

  /** Takes a copy for a lease; empty if the time ran out. */
  Optional<Clone> take(Deadline deadline) throws SQLException, InterruptedException;

  /** Takes back the copy of a lease that ended; nobody is connected to it any more. */
  void release(Clone clone);

  /** Lets a copy go that was set aside when its lease ended. */
  void forget(Clone clone);

  /** Makes no more copies. */
  void close();

  /** A new copy for each lease. */
  record Fresh(ClonePool pool) implements Copies {
    @Override
    public Optional<Clone> take(Deadline deadline) throws SQLException, InterruptedException {
      return pool.take(deadline);
    }

    @Override
    public void release(Clone clone) {
      pool.drop(clone);
    }

    @Override
    public void forget(Clone clone) {
      pool.forget();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  /** A copy that is handed on as it is. */
  record Reused(ClonePool pool) implements Copies {
    @Override
    public Optional<Clone> take(Deadline deadline) throws SQLException, InterruptedException {
      return pool.take(deadline);
    }

    @Override
    public void release(Clone clone) {
      pool.putBack(clone);
    }

    @Override
    public void forget(Clone clone) {
      pool.forget();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  /** One copy for all leases. */
  final class Shared implements Copies {

    private final ClonePool pool;
    private @Nullable Clone clone;

    Shared(ClonePool pool) {
      this.pool = pool;
    }

    @Override
    public synchronized Optional<Clone> take(Deadline deadline)
        throws SQLException, InterruptedException {
      if (clone == null) {
        clone = pool.take(deadline).orElse(null);
      }
      return Optional.ofNullable(clone);
    }

    @Override
    public void release(Clone released) {
      // The others go on with it.
    }

    @Override
    public synchronized void forget(Clone gone) {
      clone = null;
      pool.forget();
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
