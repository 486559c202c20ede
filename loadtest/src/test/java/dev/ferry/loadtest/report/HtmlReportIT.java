package dev.ferry.loadtest.report;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page in a real browser. Needs a Chromium on the PATH and is skipped without one. Leaves
 * screenshots in {@code target/html-report}.
 */
class HtmlReportIT {
  private static final Path DIRECTORY = Path.of("target", "html-report");

  /** Pixels of each canvas that something was drawn on. */
  private static final String PAINTED =
      "[...document.querySelectorAll('canvas')].map(c => c.getContext('2d')"
          + ".getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length)";

  private @Nullable Chromium started;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Optional<Path> binary = Chromium.find();
    assumeTrue(
        binary.isPresent(), "no chromium on the PATH: the report was not opened in a browser");
    started = Chromium.start(binary.orElseThrow());
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (started != null) {
      started.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "clean, 1280, false, 6",
    "clean, 1280, true, 6",
    "faulted, 1280, false, 6",
    "faulted, 390, true, 6",
    "violated, 1280, true, 6",
    "violated, 390, false, 6",
    "invalid, 1280, false, 6",
    "idle, 1280, false, 0",
  })
  void drawsEveryChartAndAsksForNothing(String name, int width, boolean dark, int charts)
      throws IOException {
    Chromium chromium = open(name, sample(name), width, dark);
    assertQuiet(chromium);
    assertDrawn(chromium, charts);
    assertFits(chromium);
    String look = width + (dark ? "-dark" : "-light");
    Path picture = DIRECTORY.resolve(name + "-" + look + ".png");
    chromium.screenshot(picture);
    assertTrue(Files.size(picture) > 20_000, picture + " is hardly a picture");
  }

  @Test
  void drawsAnewWhenTheWindowChanges() throws IOException {
    Chromium chromium = open("resized", SampleResults.faulted(), 1280, false);
    chromium.window(420, 900);
    Awaitility.await()
        .until(
            () ->
                Boolean.TRUE.equals(
                    chromium.evaluate(
                        "[...document.querySelectorAll('.uplot')].every(u => u.offsetWidth < 420)")));
    assertFits(chromium);
    assertDrawn(chromium, 6);
  }

  @Test
  void printsWithItsCharts() throws IOException {
    Chromium chromium = open("printed", SampleResults.faulted(), 1280, true);
    Path pdf = DIRECTORY.resolve("faulted.pdf");
    chromium.print(pdf);
    assertTrue(Files.size(pdf) > 20_000, pdf + " is hardly a report");
    assertQuiet(chromium);
  }

  @Test
  void textOfTheRunStaysText() throws IOException {
    String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    Chromium chromium = open("evil", HtmlReportTest.named(evil), 1280, false);
    assertQuiet(chromium);
    assertDrawn(chromium, 6);
    assertEquals(0, chromium.evaluate("document.images.length"));
    assertEquals(3, chromium.evaluate("document.scripts.length"));
    assertEquals(evil, chromium.evaluate("document.querySelector('.command').textContent"));
  }

  private Chromium open(String name, Result result, int width, boolean dark) throws IOException {
    Path page = Files.createDirectories(DIRECTORY).resolve(name + ".html");
    HtmlReport.write(result, page);
    Chromium chromium = requireNonNull(started);
    chromium.open(page.toUri(), width, 900, dark);
    return chromium;
  }

  /** Nothing on the console, no dialog, and no request but the one for the page. */
  private static void assertQuiet(Chromium chromium) {
    for (String event :
        List.of(
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
            "Page.javascriptDialogOpening")) {
      assertEquals(List.of(), chromium.events(event));
    }
    List<String> urls =
        chromium.events("Network.requestWillBeSent").stream()
            .map(event -> (Map<?, ?>) event.get("params"))
            .map(params -> (Map<?, ?>) params.get("request"))
            .map(request -> String.valueOf(request.get("url")))
            .filter(url -> !url.startsWith("data:"))
            .toList();
    assertEquals(1, urls.size(), urls.toString());
    assertTrue(urls.get(0).startsWith("file:"), urls.toString());
  }

  private static void assertDrawn(Chromium chromium, int charts) {
    List<?> painted = (List<?>) requireNonNull(chromium.evaluate(PAINTED));
    assertEquals(charts, painted.size());
    for (Object pixels : painted) {
      assertTrue(((Number) pixels).intValue() > 2_000, "an empty chart among " + painted);
    }
    assertEquals(
        charts,
        chromium.evaluate("document.querySelectorAll('canvas[role=img][aria-label]').length"));
  }

  /** The page itself never scrolls sideways. */
  private static void assertFits(Chromium chromium) {
    assertEquals(
        true, chromium.evaluate("document.documentElement.scrollWidth <= window.innerWidth"));
  }

  private static Result sample(String name) {
    return switch (name) {
      case "clean" -> SampleResults.clean();
      case "faulted" -> SampleResults.faulted();
      case "violated" -> SampleResults.violated();
      case "invalid" -> SampleResults.invalid();
      case "idle" -> SampleResults.idle();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
