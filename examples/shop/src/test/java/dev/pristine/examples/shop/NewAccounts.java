package dev.pristine.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pristine.leases.Factory;
import dev.pristine.leases.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Opens and closes accounts by the shop's own interface. */
record NewAccounts(String shop, String company) implements Factory {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Override
  public Map<String, String> make() throws IOException, InterruptedException {
    String form = "company=" + URLEncoder.encode(company, UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(shop + "/accounts")).POST(BodyPublishers.ofString(form));
    String[] account = send(request, 201).body().split("\n");
    return Map.of("login", account[0], "password", account[1]);
  }

  @Override
  public void dispose(Resource made) throws IOException, InterruptedException {
    String login = made.attribute("login").orElseThrow();
    send(HttpRequest.newBuilder(URI.create(shop + "/accounts/" + login)).DELETE(), 204);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new IOException(
          "The shop answered %d to %s".formatted(response.statusCode(), response.request()));
    }
    return response;
  }
}
