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
	"strconv"
	"syscall"
)

func main() {
	listen := os.Getenv("HEARTH_LISTEN")
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	if len(os.Args) < 2 {
		open(listen, os.Getenv("HEARTH_SANDBOX_UID"))
	} else {
		many(listen)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	<-signals
}

// many opens as many sandboxes as the argument says, each with its number behind the uid and a line of its own.
func many(listen string) {
	count, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fail(err)
	}
	for i := range count {
		open(listen, fmt.Sprintf("%s-%d", os.Getenv("HEARTH_SANDBOX_UID"), i))
	}
}

func open(listen, uid string) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		fail(err)
	}
	fmt.Println("hearth-shim listening on", listener.Addr())
	s := newSandbox(uid)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				fail(err)
			}
			go serve(s, connection)
		}
	}()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
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
