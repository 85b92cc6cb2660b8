package io.vmgather.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One person's visit of a page. What the browser complains of, its security policy included, is
 * kept, and is empty when the visit ends well.
 */
public final class Visit implements AutoCloseable {
  static final int HEIGHT = 900;
  private static final double PATIENCE_MILLIS = 20_000;
  private static final int TALLEST = 4000;
  private static final Path PICTURES =
      Path.of(System.getProperty("build.directory", "target"), "pages");

  /** A failed request is the page's to tell of; the browser notes it in any case. */
  private static final Pattern FAILED_REQUEST = Pattern.compile("Failed to load resource: .*");

  private final BrowserContext context;
  private final Page page;
  private final URI address;
  private final List<String> complaints;

  private Visit(BrowserContext context, URI address, List<String> complaints) {
    this.context = context;
    this.address = address;
    this.complaints = complaints;
    context.setDefaultTimeout(PATIENCE_MILLIS);
    page = context.newPage();
    page.onConsoleMessage(this::heard);
    page.onPageError(error -> complaints.add("error: " + error));
  }

  static Visit open(BrowserContext context, URI address) {
    return opened(new Visit(context, address, new ArrayList<>()));
  }

  /** The same person's second tab; it ends with this visit. */
  Visit secondTab() {
    return opened(new Visit(context, address, complaints));
  }

  private static Visit opened(Visit visit) {
    visit.page.navigate(visit.address.toString());
    return visit;
  }

  private void heard(ConsoleMessage message) {
    boolean serious = message.type().equals("error") || message.type().equals("warning");
    if (serious && !FAILED_REQUEST.matcher(message.text()).matches()) {
      complaints.add(message.type() + ": " + message.text());
    }
  }

  public Page page() {
    return page;
  }

  /** The first element with that test id, shown or not yet. */
  public Locator at(String testId) {
    return page.getByTestId(testId).first();
  }

  /** Waits until it is shown. */
  public Locator see(String testId) {
    Locator found = at(testId);
    assertThat(found).isVisible(visible());
    return found;
  }

  /** Waits for the text, a part of what the element says. */
  public void says(String testId, String text) {
    assertThat(at(testId)).containsText(text, containing());
  }

  /** The same, for what takes long. */
  public void says(String testId, String text, int seconds) {
    assertThat(at(testId)).containsText(text, containing().setTimeout(seconds * 1000.0));
  }

  /** Waits until the element says something else than that. */
  public void saysOther(String testId, String text) {
    assertThat(at(testId))
        .not()
        .hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
  }

  public String text(String testId) {
    return see(testId).innerText();
  }

  public void click(String testId) {
    at(testId).click();
  }

  /** Waits for the step or state with that title. */
  public void title(String text) {
    says("title", text);
  }

  /** Comes back later: the page is loaded again at the application's root. */
  public void comeBack() {
    page.navigate("about:blank");
    page.navigate(address.toString());
  }

  /**
   * Looks at the state that is shown as a person at a wide screen and one at a telephone do, in
   * light and dark: nothing that axe-core objects to, nothing wider than the screen, and a picture
   * of each in the build's folder. The narrowest and the widest screen get a picture too.
   */
  public void inspect(String name) {
    for (int width : new int[] {1280, 390}) {
      for (ColorScheme colours : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        inspect(name, width, colours);
      }
    }
    picture(name, 360, ColorScheme.LIGHT);
    picture(name, 1920, ColorScheme.LIGHT);
    page.setViewportSize(1280, HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private void inspect(String name, int width, ColorScheme colours) {
    String state = picture(name, width, colours);
    // The other mode opens a tab for each look, for the sake of frames, which these pages lack.
    List<Rule> violations =
        new AxeBuilder(page)
            .setLegacyMode(true)
            .options(violationsOnly())
            .analyze()
            .getViolations();
    assertThat(violations)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
        .as(state)
        .isEmpty();
  }

  /** All rules; what passed them is not listed, which takes a tenth of the time. */
  private static AxeRunOptions violationsOnly() {
    AxeRunOptions options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    return options;
  }

  private String picture(String name, int width, ColorScheme colours) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
    page.setViewportSize(width, HEIGHT);
    String state = name + "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width;
    picture(state, width);
    return state;
  }

  /** A picture at the width of the visit, which what is shown must not exceed. */
  public void fits(String name) {
    int width = page.viewportSize().width;
    picture(name + "-" + width, width);
  }

  private void picture(String state, int width) {
    // The foot stays at the end of the window: for a picture of all the window is made as tall.
    int tall = number("document.documentElement.scrollHeight");
    page.setViewportSize(width, Math.max(HEIGHT, Math.min(tall, TALLEST)));
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PICTURES.resolve(state + ".png"))
            .setAnimations(ScreenshotAnimations.DISABLED));
    assertThat(number("document.documentElement.scrollWidth")).as(state).isLessThan(width + 1);
  }

  private int number(String expression) {
    return ((Number) page.evaluate(expression)).intValue();
  }

  /** All that the browser loaded for the page itself, in bytes as they are stored. */
  public long weight() {
    return number(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            + ".filter(entry => !entry.name.includes('/api/'))"
            + ".reduce((sum, entry) => sum + entry.decodedBodySize, 0)");
  }

  private static LocatorAssertions.IsVisibleOptions visible() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
  }

  private static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
  }

  /** Ends the visit; the browser must have had nothing to complain of. */
  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }
}
