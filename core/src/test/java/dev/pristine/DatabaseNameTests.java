package dev.pristine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.DatabaseName.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseNameTests {

  private static final String FINGERPRINT = Digests.of("anything");

  @Test
  void theLongestNameFitsIn63Bytes() {
    DatabaseName template = DatabaseName.template("a-project-with-a-very-long-name", FINGERPRINT);
    assertThat(template.copy(Kind.BUILDING, "deadbeef", 9_999_999).toString())
        .hasSizeLessThanOrEqualTo(63);
    assertThat(template.copy(Kind.CLONE, "deadbeef", 9_999_999).toString())
        .hasSizeLessThanOrEqualTo(63);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop", "a_b_c", "Größe & Co", "t", "____", "1", "'; DROP", "x_0123456789abcdef"})
  void whateverTheProjectIsCalledTheNameIsUnderstoodAgain(String project) {
    DatabaseName template = DatabaseName.template(project, FINGERPRINT);
    for (DatabaseName name :
        new DatabaseName[] {
          template,
          template.copy(Kind.BUILDING, "deadbeef", 2),
          template.copy(Kind.CLONE, "deadbeef", 1),
          template.copy(Kind.SPARE, "00000000", 123),
          template.copy(Kind.KEPT, "ffffffff", 9_999_999),
          template.frozen("deadbeef", 3),
          template.frozen("deadbeef", 3).copy(Kind.CLONE, "deadbeef", 4)
        }) {
      assertThat(DatabaseName.parse(name.toString())).contains(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres",
        "pristine",
        "pristine_shop",
        "pristine_t_shop",
        "pristine_t_shop_0123456789abcde",
        "pristine_t_shop_0123456789abcdef_building",
        "pristine_c_shop_0123456789abcdef_1",
        "pristine_x_shop_0123456789abcdef_deadbeef_1",
        "pristine_c_Shop_0123456789abcdef_deadbeef_1",
        "my_pristine_c_shop_0123456789abcdef_deadbeef_1"
      })
  void namesThatAreNotOursAreNotUnderstood(String name) {
    assertThat(DatabaseName.parse(name)).isEmpty();
  }

  @Test
  void aCopyTellsItsTemplate() {
    DatabaseName template = DatabaseName.template("shop", FINGERPRINT);
    assertThat(template.copy(Kind.CLONE, "deadbeef", 7).template()).isEqualTo(template);
  }

  @Test
  void aCopyOfAFrozenDatabaseIsNeverTakenForOneOfATemplate() {
    DatabaseName template = DatabaseName.template("shop", FINGERPRINT);
    DatabaseName frozen = template.copy(Kind.CLONE, "deadbeef", 1).frozen("deadbeef", 1);
    DatabaseName next = frozen.copy(Kind.CLONE, "deadbeef", 2).frozen("deadbeef", 2);
    assertThat(frozen.copy(Kind.CLONE, "deadbeef", 2).template()).isNotEqualTo(template);
    assertThat(List.of(template, frozen, next).stream().map(DatabaseName::fingerprint))
        .doesNotHaveDuplicates();
    assertThat(frozen.toString()).hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void partsOfAFingerprintAreKeptApart() {
    assertThat(Digests.of("ab", "c")).isNotEqualTo(Digests.of("a", "bc")).hasSize(64);
  }
}
