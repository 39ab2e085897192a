package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources in files: what is read, and what is refused with the line. */
final class ResourceFileTests {

  private static final Requirement ANY = Requirement.of("pool");

  @TempDir Path folder;

  private List<Resource> csv(String text) throws Exception {
    return Source.csv(file("r.csv", text)).candidates(ANY);
  }

  private List<Resource> json(String text) throws Exception {
    return Source.json(file("r.json", text)).candidates(ANY);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aTableIsReadAsItIsWritten() throws Exception {
    assertThat(csv("\ufefflogin,pass word,note\r\nann,\"a,\"\"b\"\"\r\nc\",\r\n\nbob, Ünï ,x"))
        .containsExactly(
            Resource.of("ann", Map.of("login", "ann", "pass word", "a,\"b\"\r\nc", "note", "")),
            Resource.of("bob", Map.of("login", "bob", "pass word", " Ünï ", "note", "x")));
  }

  @Test
  void aListIsReadAsItIsWritten() throws Exception {
    assertThat(
            json(
                "[{\"name\": \"ann\", \"age\": 1.50, \"vip\": true, \"note\": null}, {\"name\": \"b\\u00fc\"}]"))
        .containsExactly(
            Resource.of("ann", Map.of("name", "ann", "age", "1.50", "vip", "true")),
            Resource.of("bü", Map.of("name", "bü")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | cannot be used: it is empty: it has no line of headings.
          'login,login'                   | , line 1: the heading [login] is there twice.
          'login,p~~ann,geheim,x'         | , line 3: there are 2 headings, but 3 values here.
          'login,p~ann,geheim~bob,x~ann,geheim' | , line 4: the name [ann] is there already, in line 2.
          'login,p~"a~b",geheim~"a~b",geheim'   | , line 4: the name [a~b] is there already, in line 2.
          'login,p~ann,"geheim'           | , line 2: quotation marks that begin here do not end.
          'login,p~ann,"geheim"x'         | , line 2: a value in quotation marks goes on after them.
          'login,p~ann,gehe"im"'          | , line 2: a quotation mark stands in a value that does not begin with one.
          'login,p~,geheim'               | , line 2: The name of a resource is empty.
          """)
  void aTableThatIsNotOneIsRefusedWithTheLine(String text, String message) throws IOException {
    Path file = file("r.csv", text.replace('~', '\n'));
    assertThatThrownBy(() -> Source.csv(file))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining(file + "]" + (message.startsWith(",") ? "" : " "))
        .hasMessageEndingWith(message.replace('~', '\n'))
        .satisfies(ResourceFileTests::showsNoSecret);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | cannot be used: it holds no list of objects.
          '{"name": "ann"}'                      | cannot be used: it holds no list of objects.
          '[{"name": "ann"},~ "geheim"]'         | , line 2: this is no object.
          '[~{"name": "ann", "p": geheim}]'      | cannot be used: it is no JSON: see line 2.
          '[~{"name": "ann",~"p": "geheim"'      | cannot be used: it is no JSON: see line 3.
          '[{"login": "geheim"}]'                | , line 1: there is no [name] in this object.
          '[{"name": "ann",~"p": ["geheim"]}]'   | , line 2: there is no plain value for [p].
          '[{"name": "ann",~"p": "geheim",~"p": "x"}]' | , line 3: there are two values for [p].
          '[{"name": "ann"},~{"name": "ann"}]'   | , line 2: the name [ann] is there already, in line 1.
          '[]~geheim'                            | cannot be used: it is no JSON: see line 2.
          '[]~[]'                                | , line 2: something comes after the end of the list.
          """)
  void aListThatIsNotOneIsRefusedWithTheLine(String text, String message) throws IOException {
    Path file = file("r.json", text.replace('~', '\n'));
    assertThatThrownBy(() -> Source.json(file))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining(file.toString())
        .hasMessageEndingWith(message)
        .satisfies(ResourceFileTests::showsNoSecret);
  }

  private static void showsNoSecret(Throwable trouble) {
    for (Throwable each = trouble; each != null; each = each.getCause()) {
      assertThat(each.getMessage()).doesNotContain("geheim");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("none.csv");
    assertThatThrownBy(() -> Source.csv(file))
        .isInstanceOf(LeaseException.class)
        .hasMessageStartingWith("Could not read [" + file + "]: ");
  }

  @Test
  void whatIsListedInCodeIsThereOnce() {
    assertThatThrownBy(() -> Source.named("ann", "bob", "ann"))
        .hasMessage("The resource [ann] is there twice.");
  }
}
