#!/bin/sh
# Has a Java wait in a spare sandbox for the function it is to run.
#
# AWS's images start Java by what AWS_LAMBDA_EXEC_WRAPPER names, with Java's whole command behind it. So this one makes
# another class the main class, which waits and then runs the client's, and has the jar with it last on the class path,
# where nothing else is looked for. What is not AWS's client for Java is started as it is.
client=com.amazonaws.services.lambda.runtime.api.client.AWSLambda
case " $* " in
*" $client "*) ;;
*) exec "$@" ;;
esac
# What these bring may look at variables before there is a function; and Java's own environment is a native affair.
[ -z "$JAVA_TOOL_OPTIONS$JDK_JAVA_OPTIONS$_JAVA_OPTIONS" ] || exit 0
case " $* " in
*" --enable-native-access"[=\ ]"ALL-UNNAMED "*) ;;
*) exit 0 ;;
esac
found=
before=
left=$#
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  case $before in
  -cp | -classpath | --class-path)
    word=$word:${0%/*}/java.jar
    found=yes
    ;;
  esac
  [ "$word" != $client ] || set -- "$@" dev.hearth.prestart.WaitingJava
  set -- "$@" "$word"
  before=$word
  left=$((left - 1))
done
[ -n "$found" ] || exit 0
exec "$@"
