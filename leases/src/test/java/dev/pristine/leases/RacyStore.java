package dev.pristine.leases;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A store with a race: it looks which resource is free, and lends it afterwards without looking
 * again. All else is as it should be.
 */
final class RacyStore implements Store {

  private final Store good;

  RacyStore(Path file) {
    this.good = new SqliteStore(file);
  }

  @Override
  public Optional<Grant> lendQuickly(Applicant to) {
    Requirement want = to.wants().get(0);
    List<Long> free =
        good.read(
            "look",
            session ->
                session.query(
                    row -> row.getLong(1),
                    "SELECT id FROM resource WHERE pool = ? AND state = 'free' ORDER BY since",
                    want.pool()));
    if (free.isEmpty()) {
      return Optional.empty();
    }
    return good.transact(
        "lend without looking again",
        session -> {
          List<Grant> grants =
              session.query(
                  row ->
                      new Grant(
                          0,
                          false,
                          row.getLong(1),
                          want.pool(),
                          Resource.of(row.getString(2)),
                          row.getLong(3)),
                  "UPDATE resource SET state = 'busy', owner = ?, test = ?, expires = ?,"
                      + " generation = generation + 1, ticket = ? WHERE id = ?"
                      + " RETURNING id, name, generation",
                  to.owner(),
                  to.test(),
                  session.now() + to.leaseTime(),
                  to.ticket(),
                  free.get(0));
          Grant grant = grants.get(0);
          Journal.write(
              session,
              "granted",
              grant.pool(),
              grant.resource().name(),
              grant.generation(),
              to.owner(),
              to.test());
          return Optional.of(grant);
        });
  }

  @Override
  public String owner() {
    return good.owner();
  }

  @Override
  public String place() {
    return good.place();
  }

  @Override
  public <T> T transact(String doing, Work<T> work) {
    return good.transact(doing, work);
  }

  @Override
  public <T> T read(String doing, Work<T> work) {
    return good.read(doing, work);
  }

  @Override
  public Set<String> dead() {
    return good.dead();
  }

  @Override
  public void wake(Session session, Collection<String> owners) {
    good.wake(session, owners);
  }

  @Override
  public void awaitNews(long millis) throws InterruptedException {
    good.awaitNews(millis);
  }

  @Override
  public boolean isLost() {
    return good.isLost();
  }

  @Override
  public void close() {
    good.close();
  }
}
