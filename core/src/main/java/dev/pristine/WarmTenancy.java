package dev.pristine;

import dev.pristine.spi.Rewindable.Change;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The tenancy of a lease whose copy is rewound afterwards, and whose connections stay open.
 *
 * @param warm the copy
 * @param pool where it comes from and goes to
 */
record WarmTenancy(WarmClone warm, WarmPool pool) implements Tenancy {

  @Override
  public Clone database() {
    return warm.copy();
  }

  @Override
  public PooledConnections connections() {
    return warm.connections();
  }

  @Override
  public Optional<List<Change>> changes() throws SQLException {
    return Optional.of(warm.rewindable().changes());
  }

  @Override
  public void ended() {
    pool.ended();
  }

  @Override
  public void vacate(Lease lease) {
    lease.endBorrowed();
    warm.retire();
    lease.board().endSessions(lease);
  }

  @Override
  public void forget() {
    pool.forget();
  }

  @Override
  public void giveBack(Lease lease) {
    lease.endBorrowed();
    pool.rewind(warm, lease);
  }
}
