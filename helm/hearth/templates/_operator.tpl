{{/* What the operator is told: OperatorConfig in its source, the values operator, sandbox, pool and code here. */}}
{{- define "hearth.operator.environment" -}}
- name: HEARTH_NAMESPACE
  value: {{ .Release.Namespace }}
- name: HEARTH_GATEWAY_SERVICE
  value: hearth-gateway-pods
- name: HEARTH_SANDBOX_SHIM_IMAGE
  value: {{ include "hearth.image" (dict "root" . "part" "shim") }}
- name: HEARTH_SANDBOX_IMAGE_PULL_POLICY
  value: {{ .Values.sandbox.imagePullPolicy }}
- name: HEARTH_SANDBOX_REQUEST_PERCENT
  value: {{ .Values.sandbox.requestPercent | quote }}
- name: HEARTH_SANDBOX_IMAGE_VOLUME
  value: {{ .Values.sandbox.imageVolume | quote }}
- name: HEARTH_SANDBOX_USER_NAMESPACE
  value: {{ .Values.sandbox.userNamespace | quote }}
- name: HEARTH_SANDBOX_RESIZE
  value: {{ .Values.sandbox.resize | quote }}
- name: HEARTH_SANDBOX_NETWORK_POLICY
  value: {{ .Values.networkPolicy.enabled | quote }}
- name: HEARTH_SANDBOX_EGRESS
  value: {{ .Values.networkPolicy.sandboxEgress | quote }}
{{- range $name, $value := .Values.pool }}
- name: HEARTH_POOL_{{ $name | snakecase | upper }}
  value: {{ $value | toString | quote }}
{{- end }}
- name: HEARTH_CODE_TIMEOUT
  value: {{ .Values.code.timeout }}
- name: HEARTH_CODE_CONFIG_MAP_EVERY
  value: {{ .Values.code.configMapEvery }}
- name: HEARTH_CODE_S3_ENDPOINT
  value: {{ .Values.code.s3Endpoint | quote }}
- name: HEARTH_CODE_S3_REGION
  value: {{ .Values.code.s3Region }}
{{- with .Values.code.plainHttpRegistries }}
- name: HEARTH_CODE_PLAIN_HTTP_REGISTRIES
  value: {{ join "," . | quote }}
{{- end }}
- name: QUARKUS_LOG_LEVEL
  value: {{ .Values.operator.logLevel }}
{{- end }}
