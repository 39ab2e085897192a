package dev.pristine.examples.shop;

import dev.pristine.examples.shop.Shopping.Shopper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What somebody does in the shop with a browser. */
final class Visit {

  private static final Map<String, Integer> PRODUCTS =
      Map.of("Saddle", 1, "Bridle", 2, "Brush", 3, "Bucket", 4);

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final WebDriver browser;
  private final String shop;
  private @Nullable Shopper shopper;

  Visit(WebDriver browser, String shop) {
    this.browser = browser;
    this.shop = shop;
  }

  WebDriver browser() {
    return browser;
  }

  void logIn(Shopper as) {
    shopper = as;
    browser.get(shop);
    browser.findElement(By.name("login")).sendKeys(as.login());
    browser.findElement(By.name("password")).sendKeys(as.password());
    press("log-in");
    if (!text("who").equals(as.login())) {
      throw new IllegalStateException("The shop took " + as.login() + " for " + text("who"));
    }
  }

  /** Comes back with a browser that knows nothing. */
  void logInAgain() {
    browser.manage().deleteAllCookies();
    if (shopper != null) {
      logIn(shopper);
    }
  }

  void put(String product, int quantity) {
    browser.get(shop);
    int id = Objects.requireNonNull(PRODUCTS.get(product), product);
    WebElement field = browser.findElement(By.id("quantity-" + id));
    field.clear();
    field.sendKeys(String.format(Locale.ROOT, "%d", quantity));
    press("buy-" + id);
  }

  void emptyCart() {
    openCart();
    press("empty");
  }

  List<String> lines() {
    openCart();
    return browser.findElements(By.className("line")).stream().map(WebElement::getText).toList();
  }

  String total() {
    openCart();
    return text("total");
  }

  /** Buys what is in the cart; returns what was paid. */
  String checkOut() {
    openCart();
    press("check-out");
    return text("paid");
  }

  /** Tries to buy; returns why that was refused. */
  String checkOutInVain() {
    openCart();
    press("check-out");
    return text("trouble");
  }

  /** A click alone does not always wait for the page that it leads to. */
  private void press(String id) {
    WebElement button = browser.findElement(By.id(id));
    button.click();
    WebDriverWait patience = new WebDriverWait(browser, LONGEST);
    patience.until(ExpectedConditions.stalenessOf(button));
    patience.until(ExpectedConditions.presenceOfElementLocated(By.tagName("footer")));
  }

  private void openCart() {
    browser.get(shop + "/cart");
  }

  private String text(String id) {
    return browser.findElement(By.id(id)).getText();
  }
}
