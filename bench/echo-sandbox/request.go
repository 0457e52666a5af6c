package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

var errMalformed = errors.New("malformed request")

// request is one HTTP request, read whole; its buffers serve the connection's next request too.
type request struct {
	line    []byte
	body    []byte
	nonce   string
	epoch   []byte
	tail    bool
	length  int
	chunked bool
}

func (r *request) read(in *bufio.Reader) error {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	r.line = append(r.line[:0], line...)
	r.body, r.length, r.chunked, r.tail = r.body[:0], 0, false, false
	for {
		line, err = in.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		r.header(line)
	}
	if r.chunked {
		return r.readChunks(in)
	}
	r.grow(r.length)
	_, err = io.ReadFull(in, r.body)
	return err
}

func (r *request) header(line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimSpace(value)
	switch {
	case bytes.EqualFold(name, []byte("content-length")):
		r.length, _ = strconv.Atoi(string(value))
	case bytes.EqualFold(name, []byte("transfer-encoding")):
		r.chunked = true
	case bytes.EqualFold(name, []byte("hearth-epoch")):
		r.epoch = append(r.epoch[:0], value...)
	case bytes.EqualFold(name, []byte("hearth-log-tail")):
		r.tail = true
	}
}

func (r *request) readChunks(in *bufio.Reader) error {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseUint(string(bytes.TrimRight(line, "\r\n")), 16, 31)
		if err != nil {
			return errMalformed
		}
		start := len(r.body)
		r.grow(start + int(size))
		if _, err = io.ReadFull(in, r.body[start:]); err != nil {
			return err
		}
		if _, err = in.ReadSlice('\n'); err != nil {
			return err
		}
		if size == 0 {
			return nil
		}
	}
}

func (r *request) grow(size int) {
	if cap(r.body) < size {
		larger := make([]byte, size, size+size/2)
		copy(larger, r.body)
		r.body = larger
	}
	r.body = r.body[:size]
}

func (r *request) is(start string) bool {
	return bytes.HasPrefix(r.line, []byte(start))
}
