{{/* A Job that runs a program of the operator's image as a hook: dict of root, name, program, annotations. */}}
{{- define "hearth.job" -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .name }}
  labels: {{ include "hearth.labels" .root | nindent 4 }}
  annotations: {{ toYaml .annotations | nindent 4 }}
spec:
  backoffLimit: 2
  activeDeadlineSeconds: 120
  template:
    metadata:
      labels: {{ include "hearth.labels" .root | nindent 8 }}
        app.kubernetes.io/name: {{ .name }}
    spec:
      serviceAccountName: {{ .name }}
      restartPolicy: Never
      {{- include "hearth.pullSecrets" .root | nindent 6 }}
      securityContext: {{ include "hearth.podSecurity" .root | nindent 8 }}
      {{- include "hearth.placement" .root.Values.operator | nindent 6 }}
      containers:
        - name: job
          image: {{ include "hearth.image" (dict "root" .root "part" "operator") }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          command:
            - /opt/java/bin/java
            - -XX:+UseSerialGC
            - -XX:TieredStopAtLevel=1
            - -XX:+UseCompactObjectHeaders
            - --sun-misc-unsafe-memory-access=allow
            - -Djava.util.logging.manager=org.jboss.logmanager.LogManager
            - -cp
            - /app/app/*:/app/lib/main/*:/app/lib/boot/*
            - dev.hearth.operator.{{ .program }}
          env:
            - name: HEARTH_NAMESPACE
              value: {{ .root.Release.Namespace }}
          securityContext: {{ include "hearth.containerSecurity" .root | nindent 12 }}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
{{- end }}
