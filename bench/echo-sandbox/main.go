// echo-sandbox speaks the gateway's side of a sandbox as runtime-shim/README.md describes it, and answers
// every invocation with its own event: what remains to be measured is the gateway.
// It trusts whoever connects and keeps no limits, so it is for measurements only.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	listen := os.Getenv("HEARTH_LISTEN")
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("hearth-shim listening on", listener.Addr())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-signals
		os.Exit(0)
	}()
	s := newSandbox()
	for {
		connection, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		go serve(s, connection)
	}
}

func serve(s *sandbox, connection net.Conn) {
	defer connection.Close()
	in := bufio.NewReaderSize(connection, 64<<10)
	out := bufio.NewWriterSize(connection, 64<<10)
	var r request
	for r.read(in) == nil {
		s.answer(&r, out)
		if out.Flush() != nil {
			return
		}
	}
}
