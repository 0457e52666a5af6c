package dev.hearth.crds;

/** The environment variables that a user may not set because the platform does. */
final class ReservedVariables {
  /** A CEL list. Names that begin with an underscore are not in it: no user variable may. */
  static final String LIST =
      "['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_ACCESS_KEY',"
          + " 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN',"
          + " 'AWS_LAMBDA_RUNTIME_API', 'AWS_LAMBDA_FUNCTION_NAME',"
          + " 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION',"
          + " 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME',"
          + " 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_MAX_CONCURRENCY', 'LAMBDA_TASK_ROOT',"
          + " 'LAMBDA_RUNTIME_DIR']";

  private ReservedVariables() {}
}
