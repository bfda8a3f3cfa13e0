package dev.vecurrent.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PageTest {

  private static final Pattern PLACE = Pattern.compile("data-at=\"([\\w.-]+)\"|\\{([\\w.-]+)[|}]");

  @Test
  void thePageHasEveryFigureThatItsTextNames() throws IOException {
    String page = Files.readString(WrittenPage.file());
    assertThat(page).doesNotContain("{{").contains("echarts");
    String start = "<script type=\"application/json\" id=\"data\">";
    int at = page.indexOf(start) + start.length();
    JsonNode data = JsonMapper.shared().readTree(page.substring(at, page.indexOf("</script>", at)));
    Matcher places =
        PLACE.matcher(
            PageWriter.resource("page.html").replaceAll("\\{\\{\\w+}}", "")
                + PageWriter.resource("questions.json"));
    int found = 0;
    while (places.find()) {
      String path = places.group(1) == null ? places.group(2) : places.group(1);
      JsonNode node = data;
      for (String part : path.split("\\.", -1)) {
        node = node.isArray() ? node.get(Integer.parseInt(part)) : node.get(part);
        assertThat(node).as(path).isNotNull();
      }
      found++;
    }
    assertThat(found).isGreaterThan(10);
    assertThat(data.get("unrolled").asBoolean()).isTrue();
    assertThat(data.get("poem").get("poems").get(0).get(0).asString()).isEqualTo("锄禾日当午，");
    assertThat(data.get("digits").get("accuracy").asDouble()).isEqualTo(0.984);
    assertThat(data.get("gradients").get("curves")).hasSize(16);
    assertThat(data.get("memory").get("shares")).hasSize(17);
    assertThat(data.get("digit").get("pixels")).hasSize(28);
  }

  @Test
  void aWrongCommandLineIsSaid() {
    StringWriter err = new StringWriter();
    assertThat(WrittenPage.run(err)).isEqualTo(2);
    assertThat(err.toString()).contains("--out");
    assertThat(WrittenPage.run(err, "--out", "x", "--seconds", "61")).isEqualTo(2);
    assertThat(err.toString()).contains("--seconds: expected 0 to 60, found 61");
  }
}
