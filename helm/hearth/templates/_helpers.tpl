{{- define "hearth.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/part-of: hearth
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "hearth.operator.selector" -}}
app.kubernetes.io/name: hearth-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "hearth.gateway.selector" -}}
app.kubernetes.io/name: hearth-gateway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Image of one of our parts: dict "root" $ "part" "gateway". */}}
{{- define "hearth.image" -}}
{{- with .root.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
hearth/{{ .part }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "hearth.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "hearth.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "hearth.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where pods may run: dict of nodeSelector, tolerations, affinity, priorityClassName. */}}
{{- define "hearth.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "hearth.javaOptions" -}}
{{- with . }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* What must be said, and what makes no sense together. */}}
{{- define "hearth.check" -}}
{{- if ne .Values.auth.mode "none" }}
{{- fail "\n\nHearth cannot check yet who invokes a function: whoever reaches the gateway may invoke all of them.\nSay that this is understood, with --set auth.mode=none, and let nobody reach Service hearth-gateway who may not.\n" }}
{{- end }}
{{- end }}
