package dev.pristine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a password into what PostgreSQL stores for it (RFC 5803), so that the password itself never
 * stands in a statement that the server may log.
 */
final class ScramVerifier {

  /**
   * Our passwords are 128 random bits, which no number of iterations makes harder to guess; and
   * every connection pays for each of them twice.
   */
  private static final int ITERATIONS = 1;

  private static final SecureRandom RANDOM = new SecureRandom();

  private ScramVerifier() {}

  static String of(String password) {
    byte[] salt = random(16);
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256);
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      byte[] stored = MessageDigest.getInstance("SHA-256").digest(mac(salted, "Client Key"));
      Base64.Encoder base64 = Base64.getEncoder();
      return "SCRAM-SHA-256$%d:%s$%s:%s"
          .formatted(
              ITERATIONS,
              base64.encodeToString(salt),
              base64.encodeToString(stored),
              base64.encodeToString(mac(salted, "Server Key")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC and PBKDF2 with SHA-256", e);
    }
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
