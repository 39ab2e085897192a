package dev.pristine.mariadb;

import dev.pristine.enginetests.EngineUnderTest;
import dev.pristine.enginetests.TemplateContract;
import java.util.List;

final class MariadbTemplateTests extends TemplateContract {

  @Override
  protected EngineUnderTest engine() {
    return MariadbUnderTest.engine();
  }

  @Override
  protected List<String> slowSchema() {
    return MariadbUnderTest.slowSchema();
  }
}
