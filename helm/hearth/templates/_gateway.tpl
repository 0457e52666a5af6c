{{/* What a gateway is told: KubernetesConfig in its source, the values below gateway here. */}}
{{- define "hearth.gateway.environment" -}}
- name: HEARTH_GATEWAY_NAMESPACE
  value: {{ .Release.Namespace }}
- name: HEARTH_GATEWAY_SERVICE
  value: hearth-gateway-pods
- name: HEARTH_GATEWAY_ARTIFACTS
  value: /data/artifacts
- name: HEARTH_GATEWAY_AUTH_MODE
  value: {{ .Values.auth.mode }}
{{- with .Values.gateway }}
- name: HEARTH_GATEWAY_DEFAULT_NAMESPACE
  value: {{ .defaultNamespace }}
{{- with .accounts }}
- name: HEARTH_GATEWAY_ACCOUNTS
  value: {{ range $i, $id := keys . | sortAlpha }}{{ if $i }},{{ end }}{{ $id }}={{ get $.Values.gateway.accounts $id }}{{ end }}
{{- end }}
- name: HEARTH_GATEWAY_ACCOUNT_ID
  value: {{ .accountId | quote }}
- name: HEARTH_GATEWAY_REGION
  value: {{ .region }}
- name: HEARTH_GATEWAY_MAX_SANDBOXES
  value: {{ .maxSandboxes | quote }}
- name: HEARTH_GATEWAY_MAX_SANDBOXES_PER_FUNCTION
  value: {{ .maxSandboxesPerFunction | quote }}
- name: HEARTH_GATEWAY_KEEP_ALIVE
  value: {{ .keepAlive }}
- name: HEARTH_GATEWAY_CLOSE_GRACE
  value: {{ .closeGraceSeconds }}s
{{- end }}
{{- end }}
