package dev.pristine.sqlite;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.TemplateContract;
import java.util.List;

final class SqliteTemplateTests extends TemplateContract {

  @Override
  protected EngineUnderTest engine() {
    return SqliteUnderTest.engine();
  }

  @Override
  protected List<String> slowSchema() {
    return SqliteUnderTest.slowSchema();
  }
}
