package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;

/**
 * Sandboxes of one version that are kept initialised, whether or not anything is invoked.
 *
 * @param executions how many, where no schedule says otherwise
 * @param schedules the one that began last wins; null or empty for none
 * @param targetUtilization how many more or fewer as they are used; null for a fixed number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProvisionedConcurrency(
    @JsonPropertyDescription("Sandboxes kept initialised")
        @SpecReplicas
        @Min(0)
        @Max(1_000_000)
        @Default("0")
        Integer executions,
    @JsonPropertyDescription("Other numbers at other times; the schedule that began last counts")
        @Size(max = 32)
        List<Schedule> schedules,
    @JsonPropertyDescription("The number follows how many of the sandboxes are used")
        TargetUtilization targetUtilization) {

  /** From each time that the cron expression names, until another schedule begins. */
  public record Schedule(
      @JsonPropertyDescription("Minute, hour, day of month, month and day of week")
          @Required
          @Pattern("^[^\\s]+( [^\\s]+){4}$")
          @Size(max = 256)
          String cron,
      @JsonPropertyDescription("Time zone in which the times are meant, e.g. Asia/Seoul")
          @Pattern("^[A-Za-z0-9+_/-]+$")
          @Size(max = 64)
          @Default("UTC")
          String timeZone,
      @JsonPropertyDescription("Sandboxes kept initialised from then on")
          @Required
          @Min(0)
          @Max(1_000_000)
          Integer executions) {}

  /**
   * Keeps the used share of the sandboxes near a value.
   *
   * @param value used by all, 0.1-0.9
   */
  @ValidationRule(value = "self.min <= self.max", message = "min may not be more than max")
  public record TargetUtilization(
      @JsonPropertyDescription("Share of the sandboxes that should be in use")
          @Required
          @Min(0.1)
          @Max(0.9)
          Double value,
      @JsonPropertyDescription("Sandboxes at least") @Required @Min(0) @Max(1_000_000) Integer min,
      @JsonPropertyDescription("Sandboxes at most") @Required @Min(0) @Max(1_000_000)
          Integer max) {}
}
