package dev.hearth.gateway.invocation;

/**
 * Everything that the platform itself may answer instead of a function's result. The names,
 * statuses and the case of the message member are those of AWS's service model.
 */
public enum Rejection {
  VALIDATION("ValidationException", 400, Fault.USER, false, "message"),
  INVALID_PARAMETER_VALUE("InvalidParameterValueException", 400, Fault.USER, false, "message"),
  INVALID_REQUEST_CONTENT("InvalidRequestContentException", 400, Fault.USER, false, "message"),
  ACCESS_DENIED("AccessDeniedException", 403, Fault.USER, false, "Message"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException", 404, Fault.USER, false, "Message"),
  UNKNOWN_OPERATION("UnknownOperationException", 404, Fault.USER, false, "message"),
  METHOD_NOT_ALLOWED("MethodNotAllowedException", 405, Fault.USER, false, "message"),
  RESOURCE_CONFLICT("ResourceConflictException", 409, Fault.USER, true, "message"),
  REQUEST_TOO_LARGE("RequestTooLargeException", 413, Fault.USER, false, "message"),
  REQUEST_HEAD_TOO_LARGE(
      "RequestHeaderSectionTooLargeException", 431, Fault.USER, false, "message"),
  TOO_MANY_REQUESTS("TooManyRequestsException", 429, Fault.USER, true, "message"),
  SERVICE("ServiceException", 500, Fault.SERVICE, true, "Message"),
  INVALID_RUNTIME("InvalidRuntimeException", 502, Fault.SERVICE, false, "Message"),
  INVALID_ZIP_FILE("InvalidZipFileException", 502, Fault.SERVICE, false, "Message");

  /** Who has to change something for the request to succeed. */
  public enum Fault {
    USER("User"),
    SERVICE("Service");

    private final String awsName;

    Fault(String awsName) {
      this.awsName = awsName;
    }

    public String awsName() {
      return awsName;
    }
  }

  private final String awsName;
  private final int status;
  private final Fault fault;
  private final boolean retryable;
  private final String messageMember;

  Rejection(String awsName, int status, Fault fault, boolean retryable, String messageMember) {
    this.awsName = awsName;
    this.status = status;
    this.fault = fault;
    this.retryable = retryable;
    this.messageMember = messageMember;
  }

  public String awsName() {
    return awsName;
  }

  public int status() {
    return status;
  }

  public Fault fault() {
    return fault;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** {@code message} or {@code Message}: AWS's clients look for one of them, per error. */
  public String messageMember() {
    return messageMember;
  }
}
