package dev.hearth.shim.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.shim.http.BadMessageException;
import dev.hearth.shim.http.Headers;
import java.util.Base64;

/**
 * What a gateway says of an invocation beside its event; absent things are empty.
 *
 * @param clientContext the JSON itself
 */
public record InvokeRequest(
    long epoch,
    String requestId,
    String functionArn,
    String traceId,
    String clientContext,
    String cognitoIdentity,
    String tenantId,
    boolean wantsLogTail) {
  private static final int REQUEST_ID_CHARACTERS = 64;

  public static InvokeRequest parse(Headers headers) throws BadMessageException {
    String requestId = headers.get(HearthHeaders.REQUEST_ID, "");
    if (!isId(requestId)) {
      throw new BadMessageException(400, "Hearth-Request-Id is missing or malformed");
    }
    return new InvokeRequest(
        epoch(headers),
        requestId,
        headers.get(HearthHeaders.FUNCTION_ARN, ""),
        headers.get(HearthHeaders.TRACE_ID, ""),
        clientContext(headers.get(HearthHeaders.CLIENT_CONTEXT, "")),
        headers.get(HearthHeaders.COGNITO_IDENTITY, ""),
        headers.get(HearthHeaders.TENANT_ID, ""),
        headers.get(HearthHeaders.LOG_TAIL, "").equals("1"));
  }

  /** The owner's epoch, which every request of a gateway's carries. */
  public static long epoch(Headers headers) throws BadMessageException {
    try {
      long epoch = Long.parseLong(headers.get(HearthHeaders.EPOCH, ""));
      if (epoch >= 0) {
        return epoch;
      }
    } catch (NumberFormatException e) {
      throw new BadMessageException(400, "Hearth-Epoch is missing or malformed");
    }
    throw new BadMessageException(400, "Hearth-Epoch is missing or malformed");
  }

  private static String clientContext(String base64) throws BadMessageException {
    if (base64.isEmpty()) {
      return "";
    }
    try {
      String json = new String(Base64.getDecoder().decode(base64), UTF_8);
      if (json.chars().noneMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
        return json;
      }
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(400, "Hearth-Client-Context is not base64");
    }
    throw new BadMessageException(400, "Hearth-Client-Context is not JSON");
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= REQUEST_ID_CHARACTERS
        && text.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
