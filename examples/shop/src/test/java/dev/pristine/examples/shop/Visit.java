package dev.pristine.examples.shop;

import dev.pristine.examples.shop.Shopping.Shopper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/** What somebody does in the shop with a browser. */
final class Visit {

  private static final Map<String, Integer> PRODUCTS =
      Map.of("Saddle", 1, "Bridle", 2, "Brush", 3, "Bucket", 4);

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
    browser.findElement(By.id("log-in")).click();
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
    browser.findElement(By.id("buy-" + id)).click();
  }

  void emptyCart() {
    openCart();
    browser.findElement(By.id("empty")).click();
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
    browser.findElement(By.id("check-out")).click();
    return text("paid");
  }

  /** Tries to buy; returns why that was refused. */
  String checkOutInVain() {
    openCart();
    browser.findElement(By.id("check-out")).click();
    return text("trouble");
  }

  private void openCart() {
    browser.get(shop + "/cart");
  }

  private String text(String id) {
    return browser.findElement(By.id(id)).getText();
  }
}
