"""What CuPy has: cupy-cuda12x 14.2.0, recorded by `tests/support/record_cupy.py`; do not edit.

Functions with the names of their parameters; universal functions and attributes have none, and
`?` stands where a signature cannot be read.
"""

from __future__ import annotations

RECORDED: dict[str, str] = {
    "cupy": """
        DataSource(destpath) ElementwiseKernel(?) RawKernel(?) RawModule(?) ReductionKernel(?)
        abs absolute acos acosh add all(a,axis,out,keepdims) allclose(a,b,rtol,atol,equal_nan)
        alltrue(a,axis,out,keepdims) amax(a,axis,out,keepdims) amin(a,axis,out,keepdims)
        angle(z,deg) any(a,axis,out,keepdims) append(arr,values,axis)
        apply_along_axis(func1d,axis,arr,*args,**kwargs) apply_over_axes(func,a,axes)
        arange(start,stop,step,dtype) arccos arccosh arcsin arcsinh arctan arctan2 arctanh
        argmax(a,axis,dtype,out,keepdims) argmin(a,axis,dtype,out,keepdims)
        argpartition(a,kth,axis) argsort(a,axis,kind) argwhere(a) around(a,decimals,out)
        array(obj,dtype,copy,order,subok,ndmin,blocking) array2string(a,*args,**kwargs)
        array_equal(a1,a2,equal_nan) array_equiv(a1,a2)
        array_repr(arr,max_line_width,precision,suppress_small)
        array_split(ary,indices_or_sections,axis)
        array_str(arr,max_line_width,precision,suppress_small)
        asanyarray(a,dtype,order,copy,blocking) asarray(a,dtype,order,copy,blocking)
        asarray_chkfinite(a,dtype,order) ascontiguousarray(a,dtype) asfarray(a,dtype)
        asfortranarray(a,dtype) asin asinh asnumpy(a,stream,order,out,blocking)
        astype(x,dtype,copy) atan atan2 atanh atleast_1d(*arys) atleast_2d(*arys)
        atleast_3d(*arys) average(a,axis,weights,returned,keepdims) bartlett(M)
        base_repr(number,base,padding) binary_repr(num,width) bincount(x,weights,minlength)
        bitwise_and bitwise_count bitwise_invert bitwise_left_shift bitwise_not bitwise_or
        bitwise_right_shift bitwise_xor blackman(M) bool(value) bool_(value) broadcast(?)
        broadcast_arrays(*args) broadcast_shapes(*args) broadcast_to(array,shape) byte(value)
        byte_bounds(a) can_cast(from_,to,casting) cbrt cdouble(real,imag) ceil cfloat(real,imag)
        choose(a,choices,out,mode) clear_memo(?) clip(a,a_min,a_max,out) column_stack(tup)
        common_type(*arrays) complex128(real,imag) complex64(real,imag) complex_(real,imag)
        complexfloating() compress(condition,a,axis,out) concat(tup,axis,out,dtype,casting)
        concatenate(tup,axis,out,dtype,casting) conj conjugate convolve(a,v,mode) copy(a,order)
        copysign copyto(dst,src,casting,where) corrcoef(a,y,rowvar,bias,ddof,dtype)
        correlate(a,v,mode) cos cosh count_nonzero(a,axis)
        cov(a,y,rowvar,bias,ddof,fweights,aweights,dtype) cross(a,b,axisa,axisb,axisc,axis)
        csingle(real,imag) cumprod(a,axis,dtype,out) cumproduct(a,axis,dtype,out)
        cumsum(a,axis,dtype,out) cumulative_prod(x,axis,dtype,out,include_initial)
        cumulative_sum(x,axis,dtype,out,include_initial) deg2rad degrees
        delete(arr,indices,axis) diag(v,k) diag_indices(n,ndim) diag_indices_from(arr)
        diagflat(v,k) diagonal(a,offset,axis1,axis2) diff(a,n,axis,prepend,append)
        digitize(x,bins,right) disp(*args,**kwds) divide divmod dot(a,b,out) double(value)
        dsplit(ary,indices_or_sections) dstack(tup) dtype(dtype,align,copy,**kwargs)
        ediff1d(arr,to_end,to_begin) einsum(*operands,**kwargs) empty(shape,dtype,order)
        empty_like(prototype,dtype,order,subok,shape) equal exp exp2 expand_dims(a,axis) expm1
        extract(condition,a) eye(N,M,k,dtype,order) fabs fill_diagonal(a,val,wrap)
        find_common_type(*args,**kwds) finfo(dtype) fix flatiter(a) flatnonzero(a) flip(a,axis)
        fliplr(a) flipud(a) float16(value) float32(value) float64(value) float_(value)
        float_power floating() floor floor_divide fmax fmin fmod
        format_float_positional(x,*args,**kwargs) format_float_scientific(x,*args,**kwargs)
        format_parser(formats,names,titles,aligned,byteorder) frexp fromDlpack(?) from_dlpack(?)
        frombuffer(*args,**kwargs) fromfile(*args,**kwargs) fromfunction(*args,**kwargs)
        fromiter(*args,**kwargs) fromstring(*args,**kwargs) full(shape,fill_value,dtype,order)
        full_like(a,fill_value,dtype,order,subok,shape) fuse(?) gcd generic()
        genfromtxt(*args,**kwargs) get_array_module(*args) get_array_wrap(*args,**kwds)
        get_default_memory_pool() get_default_pinned_memory_pool() get_printoptions()
        gradient(f,*varargs,axis,edge_order) greater greater_equal half(value) hamming(M)
        hanning(M) heaviside histogram(x,bins,range,density,weights)
        histogram2d(x,y,bins,range,weights,density)
        histogramdd(sample,bins,range,weights,density) hsplit(ary,indices_or_sections)
        hstack(tup,dtype,casting) hypot i0 identity(n,dtype) iinfo(int_type) imag(val)
        in1d(ar1,ar2,assume_unique,invert) indices(dimensions,dtype) inexact() inner(a,b)
        int16(value) int32(value) int64(value) int8(value) int_(value) intc(value) integer()
        interp(x,xp,fp,left,right,period) intersect1d(arr1,arr2,assume_unique,return_indices)
        intp(value) invert is_available() isclose(a,b,rtol,atol,equal_nan) iscomplex(x)
        iscomplexobj(x) isdtype(dtype,kind) isfinite isfortran(a)
        isin(element,test_elements,assume_unique,invert) isinf isnan isneginf(x,out)
        isposinf(x,out) isreal(x) isrealobj(x) isscalar(element) issctype(rep)
        issubclass_(arg1,arg2) issubdtype(arg1,arg2) issubsctype(arg1,arg2) iterable(y)
        ix_(*args) kaiser(M,beta) kron(a,b) lcm ldexp left_shift less less_equal lexsort(keys)
        linspace(start,stop,num,endpoint,retstep,dtype,axis) load(file,mmap_mode,allow_pickle)
        loadtxt(*args,**kwargs) log log10 log1p log2 logaddexp logaddexp2 logical_and
        logical_not logical_or logical_xor logspace(start,stop,num,endpoint,base,dtype,axis)
        long(value) longlong(value) make_aligned_dtype(?) mask_indices(n,mask_func,k)
        matmul(*args,axes,axis,keepdims,casting,dtype,signature,order,out) matrix_transpose(x)
        max(a,axis,out,keepdims) maximum may_share_memory(a,b,max_work)
        mean(a,axis,dtype,out,keepdims) median(a,axis,out,overwrite_input,keepdims) memoize(?)
        meshgrid(*xi,**kwargs) min(a,axis,out,keepdims) min_scalar_type(?) minimum
        mintypecode(typechars,typeset,default) mod modf moveaxis(a,source,destination) msort(a)
        multiply nan_to_num(x,copy,nan,posinf,neginf) nanargmax(a,axis,dtype,out,keepdims)
        nanargmin(a,axis,dtype,out,keepdims) nancumprod(a,axis,dtype,out)
        nancumsum(a,axis,dtype,out) nanmax(a,axis,out,keepdims)
        nanmean(a,axis,dtype,out,keepdims) nanmedian(a,axis,out,overwrite_input,keepdims)
        nanmin(a,axis,out,keepdims) nanprod(a,axis,dtype,out,keepdims)
        nanstd(a,axis,dtype,out,ddof,keepdims) nansum(a,axis,dtype,out,keepdims)
        nanvar(a,axis,dtype,out,ddof,keepdims) ndarray(*args,_obj,_no_init,**kwargs) ndim(a)
        ndindex(*shape) negative nextafter nonzero(a) not_equal number() obj2sctype(rep,default)
        ones(shape,dtype,order) ones_like(a,dtype,order,subok,shape) outer(a,b,out)
        packbits(a,axis,bitorder) pad(array,pad_width,mode,**kwargs) partition(a,kth,axis)
        percentile(a,q,axis,out,overwrite_input,method,keepdims,interpolation)
        permute_dims(a,axes) piecewise(x,condlist,funclist) place(arr,mask,vals)
        poly(seq_of_zeros) poly1d(?) polyadd(a1,a2) polyfit(x,y,deg,rcond,full,w,cov)
        polymul(a1,a2) polysub(a1,a2) polyval(p,x) positive pow power
        printoptions(*args,**kwargs) prod(a,axis,dtype,out,keepdims)
        product(a,axis,dtype,out,keepdims) promote_types(type1,type2) ptp(a,axis,out,keepdims)
        put(a,ind,v,mode) put_along_axis(arr,indices,values,axis) putmask(a,mask,values)
        quantile(a,q,axis,out,overwrite_input,method,keepdims,interpolation) rad2deg radians
        ravel(a,order) ravel_multi_index(multi_index,dims,mode,order) real(val)
        real_if_close(a,tol) reciprocal remainder repeat(a,repeats,axis)
        require(a,dtype,requirements) reshape(a,newshape,order,copy) resize(a,new_shape)
        result_type(*arrays_and_dtypes) right_shift rint roll(a,shift,axis)
        rollaxis(a,axis,start) roots(p) rot90(a,k,axes) round(a,decimals,out)
        round_(a,decimals,out) row_stack(tup,dtype,casting) safe_eval(*args,**kwds)
        save(file,arr,allow_pickle) savetxt(fname,X,*args,**kwargs) savez(file,*args,**kwds)
        savez_compressed(file,*args,**kwds) sctype2char(sctype) searchsorted(a,v,side,sorter)
        select(condlist,choicelist,default) set_string_function(*args,**kwds)
        setdiff1d(ar1,ar2,assume_unique) setxor1d(ar1,ar2,assume_unique) shape(a)
        shares_memory(a,b,max_work) short(value) show_config(_full) sign signbit signedinteger()
        sin sinc single(value) singlecomplex(real,imag) sinh size(?)
        sometrue(a,axis,out,keepdims) sort(a,axis,kind) sort_complex(a)
        split(ary,indices_or_sections,axis) sqrt square squeeze(a,axis)
        stack(tup,axis,out,dtype,casting) std(a,axis,dtype,out,ddof,keepdims) subtract
        sum(a,axis,dtype,out,keepdims) swapaxes(a,axis1,axis2) take(a,indices,axis,out)
        take_along_axis(a,indices,axis) tan tanh tensordot(a,b,axes) tile(A,reps)
        trace(a,offset,axis1,axis2,dtype,out) transpose(a,axes) trapezoid(y,x,dx,axis)
        trapz(y,x,dx,axis) tri(N,M,k,dtype) tril(m,k) tril_indices(n,k,m)
        tril_indices_from(arr,k) trim_zeros(filt,trim) triu(m,k) triu_indices(n,k,m)
        triu_indices_from(arr,k) true_divide trunc typename(char) ubyte(value) ufunc(?)
        uint(value) uint16(value) uint32(value) uint64(value) uint8(value) uintc(value)
        uintp(value) ulong(value) ulonglong(value) union1d(arr1,arr2)
        unique(ar,return_index,return_inverse,return_counts,axis,equal_nan) unique_all(x)
        unique_counts(x) unique_inverse(x) unique_values(x) unpackbits(a,axis,bitorder)
        unravel_index(indices,dims,order) unsignedinteger() unwrap(p,discont,axis,period)
        ushort(value) vander(x,N,increasing) var(a,axis,dtype,out,ddof,keepdims) vdot(a,b)
        vectorize(pyfunc,otypes,doc,excluded,cache,signature) vsplit(ary,indices_or_sections)
        vstack(tup,dtype,casting) where(condition,x,y) who(vardict) zeros(shape,dtype,order)
        zeros_like(a,dtype,order,subok,shape)
    """,
    "cupy.linalg": """
        cholesky(a) cond(x,p) cross(x1,x2,axis) det(a) eig(a) eigh(a,UPLO) eigvals(a)
        eigvalsh(a,UPLO) inv(a) lstsq(a,b,rcond)
        matmul(*args,axes,axis,keepdims,casting,dtype,signature,order,out) matrix_power(M,n)
        matrix_rank(M,tol) matrix_transpose(a) norm(x,ord,axis,keepdims) pinv(a,rcond)
        qr(a,mode) slogdet(a) solve(a,b) svd(a,full_matrices,compute_uv) tensorinv(a,ind)
        tensorsolve(a,b,axes)
    """,
    "cupy.fft": """
        fft(a,n,axis,norm) fft2(a,s,axes,norm) fftfreq(n,d) fftn(a,s,axes,norm) fftshift(x,axes)
        hfft(a,n,axis,norm) ifft(a,n,axis,norm) ifft2(a,s,axes,norm) ifftn(a,s,axes,norm)
        ifftshift(x,axes) ihfft(a,n,axis,norm) irfft(a,n,axis,norm) irfft2(a,s,axes,norm)
        irfftn(a,s,axes,norm) rfft(a,n,axis,norm) rfft2(a,s,axes,norm) rfftfreq(n,d)
        rfftn(a,s,axes,norm)
    """,
    "cupy.ndarray": """
        T all(?) any(?) argmax(?) argmin(?) argpartition(?) argsort(?) astype(?) base
        byteswap(?) choose(?) clip(?) compress(?) conj(?) conjugate(?) copy(?) cstruct
        cumprod(?) cumsum(?) data device diagonal(?) dot(?) dtype dump(?) dumps(?) fill(?) flags
        flat flatten(?) get(?) imag item(?) itemsize mT max(?) mdspan(?) mean(?) min(?) nbytes
        ndim nonzero(?) partition(?) prod(?) ptp(?) put(?) ravel(?) real reduced_view(?)
        repeat(?) reshape(?) round(?) scatter_add(?) scatter_max(?) scatter_min(?)
        searchsorted(?) set(?) shape size sort(?) squeeze(?) std(?) strides sum(?) swapaxes(?)
        take(?) toDlpack(?) tobytes(?) tofile(?) tolist(?) trace(?) transpose(?) var(?)
        view(self,dtype,type)
    """,
    "cupy.ufunc": """
        accumulate(?) at(?) name nargs nin nout outer(?) reduce(?) reduceat(?) types
    """,
    "cupyx.scipy.special": """
        bdtr bdtrc bdtri beta betainc betaincinv betaln binom boxcox boxcox1p btdtr(a,b,x,out)
        btdtri(a,b,p,out) cbrt chdtr chdtrc chdtri cosdg cosm1 cotdg digamma ellipeinc ellipj
        ellipk ellipkinc ellipkm1 entr erf erfc erfcinv erfcx erfinv exp1 exp10 exp2 expi expit
        expm1 expn exprel fdtr fdtrc fdtri gamma gammainc gammaincc gammainccinv gammaincinv
        gammaln gammasgn gdtr gdtrc huber i0 i0e i1 i1e inv_boxcox inv_boxcox1p j0 j1 k0 k0e k1
        k1e kl_div lambertw(z,k,tol) log1p log_expit log_ndtr log_softmax(x,axis) loggamma logit
        logsumexp(a,axis,b,keepdims,return_sign) lpmv multigammaln(a,d) nbdtr nbdtrc nbdtri ndtr
        ndtri pdtr pdtrc pdtri poch polygamma(n,x) pseudo_huber psi radian rel_entr rgamma
        round(a,decimals,out) shichi sici sinc sindg softmax(x,axis) sph_harm(m,n,theta,phi,out)
        sph_harm_y(n,m,theta,phi,diff_n) spherical_yn(n,z,derivative) tandg wright_bessel
        xlog1py xlogy y0 y1 yn zeta zetac
    """,
    "cupyx.scipy.linalg": """
        toeplitz(?) circulant(?) hankel(?) hadamard(?) leslie(?) kron(?) block_diag(?)
        companion(?) helmert(?) hilbert(?) dft(?) fiedler(?) fiedler_companion(?)
        convolution_matrix(?) solve_triangular(?) lu(?) lu_factor(?) lu_solve(?)
        __ua_convert__(?) __ua_domain__(?) __ua_function__(?) bandwidth(?) khatri_rao(?) expm(?)
    """,
    "cupyx.scipy.signal": """
        convolve(?) correlate(?) deconvolve(?) fftconvolve(?) choose_conv_method(?)
        oaconvolve(?) convolve2d(?) correlate2d(?) correlation_lags(?) wiener(?) order_filter(?)
        medfilt(?) medfilt2d(?) lfilter(?) lfiltic(?) lfilter_zi(?) detrend(?) filtfilt(?)
        sosfilt(?) sosfilt_zi(?) sosfiltfilt(?) hilbert(?) hilbert2(?) resample(?)
        resample_poly(?) decimate(?) unique_roots(?) invres(?) invresz(?) residue(?) residuez(?)
        sepfir2d(?) cspline1d(?) qspline1d(?) cspline2d(?) qspline2d(?) cspline1d_eval(?)
        qspline1d_eval(?) spline_filter(?) gauss_spline(?) symiirorder1(?) symiirorder2(?)
        savgol_coeffs(?) savgol_filter(?) gammatone(?) group_delay(?) kaiser_atten(?)
        kaiser_beta(?) kaiserord(?) BadCoefficients(?) normalize(?) bilinear(?) lp2lp(?)
        lp2hp(?) lp2bp(?) lp2bs(?) bilinear_zpk(?) lp2lp_zpk(?) lp2hp_zpk(?) lp2bp_zpk(?)
        lp2bs_zpk(?) zpk2tf(?) zpk2sos(?) zpk2ss(?) tf2zpk(?) tf2sos(?) tf2ss(?) ss2tf(?)
        ss2zpk(?) sos2tf(?) sos2zpk(?) band_stop_obj(?) get_window(?) buttap(?) cheb1ap(?)
        cheb2ap(?) ellipap(?) buttord(?) cheb1ord(?) cheb2ord(?) ellipord(?) iirfilter(?)
        butter(?) cheby1(?) cheby2(?) ellip(?) iirdesign(?) iircomb(?) iirnotch(?) iirpeak(?)
        firwin(?) firwin2(?) firls(?) minimum_phase(?) findfreqs(?) freqs(?) freqs_zpk(?)
        freqz(?) freqz_zpk(?) freqz_sos(?) sosfreqz(?) chirp(?) gausspulse(?) sawtooth(?)
        square(?) unit_impulse(?) sweep_poly(?) max_len_seq(?) *(?) morlet(?) qmf(?) ricker(?)
        morlet2(?) cwt(?) abcd_normalize(?) upfirdn(?) find_peaks(?) peak_prominences(?)
        peak_widths(?) lti(?) lsim(?) impulse(?) step(?) freqresp(?) bode(?) dlti(?) dlsim(?)
        dstep(?) dimpulse(?) dbode(?) dfreqresp(?) StateSpace(?) TransferFunction(?)
        ZerosPolesGain(?) cont2discrete(?) place_poles(?) lombscargle(?) periodogram(?) welch(?)
        csd(?) check_COLA(?) check_NOLA(?) stft(?) istft(?) spectrogram(?) vectorstrength(?)
        coherence(?) argrelextrema(?) argrelmin(?) argrelmax(?)
    """,
}
